/**
 * `npm run e2e:function`: the built bundle under AWS's own runtime client, every fault, and 200 cold starts at once. Writes the
 * table to the terminal and to docs/faults.md; exits 1 when something else was seen than expected.
 */
import { writeFileSync } from 'node:fs';
import { buildBundle } from '../emulators/bundle.ts';
import { coldStartsAtOnce } from '../faults/process.ts';
import { faultsOf, type TriedFault, tryFault } from '../faults/run.ts';
import { hasMoto, motoCase } from './moto.ts';
import { awsClient } from './ric.ts';

const client = awsClient();
const bundle = buildBundle();
const faults = [...faultsOf(bundle), ...(hasMoto() ? [motoCase] : []), coldStartsAtOnce(200)];
const tried: TriedFault[] = [];
for (const fault of faults) {
  const one = await tryFault(fault, { bundle, client });
  tried.push(one);
  process.stdout.write(`${isAsExpected(one) ? 'ok      ' : 'NOT OK  '}${rowOf(one)}\n`);
}
const wrong = tried.filter((one) => !isAsExpected(one));
process.stdout.write(
  `${tried.length} faults, ${wrong.length} not as expected, ${tried.flatMap(({ wrongAllows }) => wrongAllows).length} wrong allows\n`,
);
writeFileSync('docs/faults.md', documentOf(tried));
process.exitCode = wrong.length === 0 ? 0 : 1;

function isAsExpected({ expected, seen, wrongAllows }: TriedFault): boolean {
  return seen === expected && wrongAllows.length === 0;
}

function rowOf({ name, expected, seen, wrongAllows }: TriedFault): string {
  return `| ${[name, expected, seen, wrongAllows.length].join(' | ').replaceAll('*', '\\*')} |`;
}

function documentOf(all: readonly TriedFault[]): string {
  return `# Faults

Written by \`npm run e2e:function\`: the built bundle under AWS's own runtime client (aws-lambda-ric), each fault on a Parameter Store of
its own. *Seen* is what became of a review of \`secureoci.com/a\`, which the policy admits, unless the fault names another; beside each
one \`evil.example/a\`, which no policy here admits, is asked for: *wrong* counts how often it was allowed.

"Denied 503" is a verdict: HTTP 200, \`allowed: false\`, code 503, so that it denies whatever the webhook's failurePolicy says.

| fault | expected | seen | wrong |
|---|---|---|---|
${all.map(rowOf).join('\n')}
`;
}
