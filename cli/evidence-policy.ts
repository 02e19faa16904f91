/** What `verify` needs of a policy document: its `verifiers` and `registries`. The rest of it is not judged here. */
import { readFile } from 'node:fs/promises';
import { describeFileError } from '../adapters/files.ts';
import type { VerifierDocument } from '../core/evidence/requirement.ts';
import { type RegistryDocument, registries as registriesShape } from '../core/evidence/shapes/registries.ts';
import { verifiers as verifiersShape } from '../core/evidence/shapes/verifiers.ts';
import { problemsOf } from '../core/policy/read.ts';
import type { Shape } from '../core/policy/shape.ts';
import { type DocumentText, readDocumentText } from '../core/policy/source.ts';
import { escapeText } from '../core/text.ts';
import { own } from '../core/workload/json.ts';
import { UsageError } from './usage-error.ts';

export interface EvidencePolicy {
  readonly verifiers: ReadonlyMap<string, VerifierDocument>;
  readonly registries: ReadonlyMap<string, RegistryDocument>;
}

/** A `UsageError` names every problem of the two keys, one a line. */
export async function readEvidencePolicy(file: string): Promise<EvidencePolicy> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(describeFileError(file, error));
  });
  const document = await readDocumentText(text);
  if ('message' in document) throw new UsageError(`${file}:${document.line}:${document.column}: ${document.message}`);
  const [verifiers, registries] = [own(document.value, 'verifiers') ?? {}, own(document.value, 'registries') ?? {}];
  const problems = [
    ...(await linesOf(file, document, 'verifiers', verifiers, verifiersShape)),
    ...(await linesOf(file, document, 'registries', registries, registriesShape)),
  ];
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return {
    verifiers: new Map(Object.entries(verifiers as Record<string, VerifierDocument>)),
    registries: new Map(Object.entries(registries as Record<string, RegistryDocument>)),
  };
}

function linesOf(file: string, document: DocumentText, key: string, value: unknown, shape: Shape): Promise<string[]> {
  return Promise.all(
    problemsOf(value, shape).map(async ({ steps, onKey, expected, got, hint }) => {
      const path = [key, ...steps];
      const { line, column } = await document.locate(path, onKey);
      return `${file}:${line}:${column}: ${escapeText(path.join('.'))}: expected ${expected}, got ${got}${hint === null ? '' : `; ${hint}`}`;
    }),
  );
}
