/** `image-warden policy test`: the policy's own cases, and those in separate files. */

import { systemClock } from '../../adapters/clock.ts';
import { type CaseResult, runCases } from '../../core/policy/cases.ts';
import { readShaped } from '../../core/policy/document.ts';
import { type CaseDocument, cases as casesShape } from '../../core/policy/keys/cases.ts';
import { escapeJson, quote } from '../../core/text.ts';
import { type PolicyOptions, readFileText, readLoaded } from '../policy-option.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export interface TestOptions extends PolicyOptions {
  readonly format: string;
}

/** The exit code: 0 every case passed, 1 one did not. */
export async function testCommand(files: readonly string[], options: TestOptions, { out, err, paint }: Terminal): Promise<number> {
  const { policy, document } = await readLoaded(options);
  const separate = await Promise.all(files.map(readCases));
  const all = [...document.cases, ...separate.flat()];
  if (all.length === 0) throw new UsageError('no cases: add `cases` to the policy, or name a file with a list of them');
  const { results, untested } = runCases(policy, all, systemClock.now());
  const failed = results.filter(({ passed }) => !passed);
  if (options.format === 'json')
    out(
      escapeJson(
        JSON.stringify({ policy: { hash: policy.hash, source: policy.source }, passed: failed.length === 0, results, untested }, null, 2),
      ),
    );
  else {
    for (const result of results) for (const line of linesOf(result, paint)) out(line);
    out(`${results.length - failed.length} passed, ${failed.length} failed`);
  }
  if (policy.asksEvidence) err('evidence was taken for granted: image-warden verify IMAGE asks for it');
  for (const scope of untested) err(`no case is decided by ${scope}`);
  return failed.length === 0 ? 0 : 1;
}

function linesOf({ case: one, passed, allowed, entry, message }: CaseResult, paint: Terminal['paint']): string[] {
  const place = [one.cluster, one.namespace].filter((part) => part !== undefined).join('/');
  const name = `${quote(one.image)}${place === '' ? '' : ` in ${place}`}`;
  if (passed) return [`${paint('green', 'ok    ')}  ${one.expect} ${name}`];
  const why = message ?? (entry === null ? 'no entry' : `decided by ${entry}`);
  return [`${paint('red', 'FAILED')}  ${one.expect} ${name}`, `        got ${allowed ? 'allow' : 'deny'}: ${why}`];
}

/** A list of cases, or a document with `cases`. */
async function readCases(file: string): Promise<readonly CaseDocument[]> {
  const text = await readFileText(file);
  const document = { type: 'object', doc: '', keys: { cases: casesShape }, required: ['cases'] } as const;
  const read = await readShaped({ name: file, text }, { type: 'either', doc: '', expected: 'a list of cases', of: [casesShape, document] });
  if ('problems' in read) throw new UsageError(read.problems.join('\n'));
  const value = read.value as readonly CaseDocument[] | { readonly cases: readonly CaseDocument[] };
  return 'cases' in value ? value.cases : value;
}
