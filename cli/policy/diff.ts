/** `image-warden policy diff OLD NEW`: which verdicts change, before they do. */
import { systemClock } from '../../adapters/clock.ts';
import { diffPolicies } from '../../core/diff/diff.ts';
import { countsOf, markdownDiff, summaryOf, textDiff } from '../../core/diff/report.ts';
import { sampleOfImage } from '../../core/diff/sample.ts';
import type { Loaded } from '../../core/policy/load.ts';
import { readLoaded } from '../policy-option.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { readSamples } from './samples.ts';

export interface DiffOptions {
  readonly images?: string;
  readonly log?: string;
  readonly manifests?: readonly string[];
  readonly cluster?: string;
  readonly namespace?: string;
  readonly format: string;
}

/** The exit code: 0 no verdict changes, 1 one does. */
export async function diffCommand(before: string, after: string, options: DiffOptions, { out, err }: Terminal): Promise<number> {
  const [old, now] = [await readSide(before), await readSide(after)];
  const given = await readSamples(options, options.cluster ?? null, options.namespace ?? null);
  const named = options.images !== undefined || options.log !== undefined || options.manifests !== undefined;
  const samples = named ? given : casesOf(old, now);
  if (samples.length === 0) throw new UsageError('nothing to compare on: expected --images, --manifests or --log, or `cases` in a policy');
  if (!named) err('compared on the cases of both policies; --log, --manifests and --images say more');
  const diff = diffPolicies(old.policy, now.policy, samples, systemClock.now());
  if (options.format === 'json')
    out(
      JSON.stringify(
        { before: old.policy.hash, after: now.policy.hash, summary: summaryOf(diff), counts: countsOf(diff), ...diff },
        null,
        2,
      ),
    );
  else for (const line of options.format === 'markdown' ? markdownDiff(diff) : textDiff(diff)) out(line);
  return diff.changes.length === 0 ? 0 : 1;
}

/** A file, or `stage:NAME` for what Parameter Store holds. */
function readSide(name: string): Promise<Loaded> {
  return readLoaded(name.startsWith('stage:') ? { stage: name.slice('stage:'.length) } : { policy: name });
}

function casesOf(...policies: readonly Loaded[]) {
  return policies.flatMap(({ document }) =>
    document.cases.map(({ image, cluster, namespace }) => sampleOfImage(image, cluster ?? null, namespace ?? null)),
  );
}
