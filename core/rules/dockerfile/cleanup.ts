/** The common half of the rules about caches that stay in the layer: an install in a RUN that neither cleans nor mounts. */
import type { Dockerfile } from '../../dockerfile/model.ts';
import { transientFolders } from '../../dockerfile/mounts.ts';
import { type Command, plainArgs } from '../../dockerfile/shell/command.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { DockerfileHit } from '../dockerfile-rule.ts';
import { installed, type Manager } from './managers.ts';
import { eachRun, type Finding } from './walk.ts';

export interface CleanupOptions {
  readonly manager: Manager;
  /** Words of the same command that clean: `clean all`. */
  readonly clean: readonly (readonly string[])[];
  /** Folders of the cache: removing or mounting one is as good. */
  readonly folders: readonly string[];
  readonly finding: Finding;
  /** Which stages; absent: all. */
  readonly where?: (stage: Stage, onBuild: boolean) => boolean;
}

export function uncleaned(file: Dockerfile, { manager, clean, folders, finding, where = () => true }: CleanupOptions): DockerfileHit[] {
  return eachRun(file, ({ commands, instruction, onBuild }, stage) => {
    if (!where(stage, onBuild) || transientFolders(instruction).some((folder) => folders.includes(folder))) return null;
    if (commands.some((command) => removes(command, folders))) return null;
    const cleaned = new Set(commands.filter((command) => isClean(command, clean)).map(({ name }) => name));
    return (command) => (installed(command, manager) === null || cleaned.has(command.name) ? null : finding);
  });
}

function isClean(command: Command, clean: readonly (readonly string[])[]): boolean {
  const args = plainArgs(command);
  return clean.some((words) => words.every((word, at) => args[at] === word));
}

/** `rm -rf` of the folder, or of what is in it. */
export function removes({ name, args }: Command, folders: readonly string[]): boolean {
  return name === 'rm' && args.some((arg) => folders.includes(arg.replace(/\/\*?$/, '')));
}
