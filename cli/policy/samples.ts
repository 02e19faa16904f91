/** Images, manifests and recorded decisions, as samples to compare policies on. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { describeFileError } from '../../adapters/files.ts';
import { isDockerfile } from '../../core/check/input.ts';
import { subjectsOf } from '../../core/check/subjects.ts';
import { type Sample, sampleOfImage, sampleOfRecord, sampleOfSubject } from '../../core/diff/sample.ts';
import { escapeText } from '../../core/text.ts';
import { listInputs } from '../inputs.ts';
import { readInput } from '../read-input.ts';
import { UsageError } from '../usage-error.ts';

export interface SampleSources {
  /** A file with one image a line. */
  readonly images?: string;
  /** A decision log, one record a line. */
  readonly log?: string;
  readonly manifests?: readonly string[];
}

/** A `UsageError` names what could not be read. */
export async function readSamples(
  { images, log, manifests = [] }: SampleSources,
  cluster: string | null,
  namespace: string | null,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  if (images !== undefined)
    for await (const line of linesOf(images)) if (!/^\s*(#|$)/.test(line)) samples.push(sampleOfImage(line.trim(), cluster, namespace));
  if (log !== undefined) {
    for await (const line of linesOf(log)) {
      const sample = sampleOfRecord(line);
      if (sample !== null) samples.push(sample);
    }
  }
  const fail = (problem: string): never => {
    throw new UsageError(escapeText(problem));
  };
  for (const input of await listInputs(manifests, fail)) {
    const text = (await readInput(input, fail)) ?? '';
    // A Dockerfile in a directory of manifests is no sample of what runs.
    if (!input.named && isDockerfile({ path: input.path, text })) continue;
    const { subjects, problems } = subjectsOf(input.path, text, namespace);
    for (const { file, line, column, message } of problems) fail(`${file}:${line}:${column}: ${message}`);
    samples.push(...subjects.map((subject) => sampleOfSubject(subject, cluster)));
  }
  return samples;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: file === '-' ? process.stdin : createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    throw new UsageError(escapeText(describeFileError(file, error)));
  }
}
