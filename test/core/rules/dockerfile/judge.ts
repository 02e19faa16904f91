/** What the tests of Dockerfile rules share. */
import { judgeDockerfile } from '../../../../core/rules/judge-dockerfile.ts';

export const plain = { buildArgs: new Map<string, string>(), target: null, rules: new Map<string, 'off' | 'warn' | 'deny'>() };

/** The lines of everything that rule finds, by its id or hadolint's code. */
export function linesOf(text: string, rule: string): number[] {
  return judgeDockerfile(text, plain)
    .violations.filter((one) => one.rule === rule || one.alias === rule)
    .map(({ line }) => line);
}
