/** What a RUN runs: its commands, from shell form, exec form and heredocs; nothing when its shell is not a POSIX one. */
import type { Instruction } from './instruction.ts';
import type { Command } from './shell/command.ts';
import { scriptArgument, shells } from './shell/finish.ts';
import { parseScript, parseWords } from './shell/script.ts';

export function commandsOf(run: Instruction): readonly Command[] {
  if (run.json !== null) return parseWords(run.json, run.placeAt);
  const commands = parseScript(run.text, run.placeAt);
  const feedsShell = commands.every(({ name, args }) => name === '' || (shells.has(name) && scriptArgument({ name, args }) === null));
  if (run.heredocs.length === 0 || !feedsShell) return commands;
  return [
    ...commands,
    ...run.heredocs.filter(({ text }) => isShellScript(text)).flatMap(({ text, line }) => parseScript(text, locator(text, line))),
  ];
}

/** A `#!` line decides; without one the shell reads it. */
function isShellScript(text: string): boolean {
  if (!text.startsWith('#!')) return true;
  const [interpreter = ''] = text.slice(2, 256).split('\n', 1);
  return interpreter.split(/[\s/]+/).some((word) => shells.has(word));
}

/** Offsets are asked in no particular order: the line starts are found once. */
function locator(text: string, firstLine: number): (at: number) => { line: number; column: number } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (at) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: firstLine + low, column: at - (starts[low] ?? 0) + 1 };
  };
}
