/** Programs that download, and programs that run what they are given. */
import { type Command, plainArgs } from '../../dockerfile/shell/command.ts';
import { shells } from '../../dockerfile/shell/finish.ts';

const downloaders = new Set(['curl', 'wget', 'aria2c', 'http', 'https', 'fetch']);

export function isDownload({ name }: Command): boolean {
  return downloaders.has(name);
}

const wrappers = new Set(['sudo', 'env', 'exec', 'nohup', 'command', 'xargs', 'time']);

/** A shell or another interpreter, also behind sudo, that reads its program from the input. */
export function isInterpreter(command: Command): boolean {
  const name = wrappers.has(command.name) ? (plainArgs(command).find((arg) => !arg.includes('=')) ?? '') : command.name;
  return shells.has(name) || /^(?:python|perl|ruby|node|php)[\d.]*$/.test(name);
}
