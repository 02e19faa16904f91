/** The common half of the rules that ask for versions: one hit for each command, naming what has none. */

import type { Dockerfile } from '../../dockerfile/model.ts';
import type { Command } from '../../dockerfile/shell/command.ts';
import { escapeText } from '../../text.ts';
import type { DockerfileHit } from '../dockerfile-rule.ts';
import { installed, type Manager } from './managers.ts';
import { eachCommand } from './walk.ts';

export interface PinOptions {
  readonly manager: Manager;
  readonly isPinned: (name: string) => boolean;
  /** How to write it: `name=version`. */
  readonly form: string;
  /** Flags that give the versions elsewhere. */
  readonly lifted?: (command: Command) => boolean;
}

export function unpinned(file: Dockerfile, { manager, isPinned, form, lifted = () => false }: PinOptions): DockerfileHit[] {
  return eachCommand(file, (command) => {
    const loose = (installed(command, manager) ?? []).filter((name) => name !== '' && !isPinned(name));
    if (loose.length === 0 || lifted(command)) return null;
    return { detail: `${shown(loose)} without a version`, fix: `write ${form}` };
  });
}

/** At most three names. */
export function shown(names: readonly string[]): string {
  const some = names.slice(0, 3).map((name) => escapeText(name, 60));
  return names.length > 3 ? `${some.join(', ')} and ${names.length - 3} more` : some.join(', ');
}
