/** The evidence keys of `require`, in the policy and in an entry: signatures, attestations, vulnerabilities. */
import type { ObjectShape, Shape } from '../../policy/shape.ts';
import { reasonText, untilText } from '../../policy/texts.ts';
import { severities } from '../scan.ts';
import { nameText, valuePattern } from './texts.ts';

const maxItems = 32;
const names = (doc: string): Shape => ({ type: 'list', doc, of: nameText, min: 1, max: maxItems });

const threshold: ObjectShape = {
  type: 'object',
  doc: 'So many of these verifiers, each by a signer of its own.',
  keys: { anyOf: names('Verifiers.'), count: { type: 'number', doc: 'How many of them.', min: 1, max: maxItems } },
  required: ['anyOf'],
};

export const signedBy: Shape = {
  type: 'either',
  doc: 'Verifiers whose signature the image must have.',
  expected: 'a list of verifiers, all of them, or an object with anyOf and count',
  of: [{ type: 'list', doc: 'All of them.', of: nameText, max: maxItems }, threshold],
};

export const attestations: Shape = {
  type: 'list',
  doc: 'Attestations that the image must have, all of them.',
  of: {
    type: 'object',
    doc: 'An attestation of a type, signed by one of these verifiers.',
    keys: {
      type: { type: 'text', doc: 'slsa-provenance, spdx, cyclonedx, vuln, or the URI of a predicate type.', maxLength: 256 },
      from: names('Verifiers; any of them.'),
      builder: valuePattern,
      source: valuePattern,
      ref: valuePattern,
      workflow: valuePattern,
      fields: {
        type: 'map',
        doc: 'Dotted path into the predicate -> value.',
        key: { type: 'text', doc: 'A dotted path.', maxLength: 256 },
        of: valuePattern,
        max: maxItems,
      },
    },
    required: ['type', 'from'],
  },
  max: maxItems,
};

const days = (doc: string): Shape => ({ type: 'number', doc, min: 0, max: 3650 });

export const vulnerabilities: Shape = {
  type: 'object',
  doc: 'The most severe vulnerability that the image may have.',
  keys: {
    max: { type: 'choice', doc: 'The highest severity that is still allowed.', values: severities },
    fixableOnly: { type: 'flag', doc: 'Only what a new version fixes counts.' },
    graceDays: days('Days since a finding was published in which it does not count yet.'),
    maxAgeDays: days('Days after which a scan counts as missing.'),
    missing: { type: 'choice', doc: 'What holds without a scan.', values: ['deny', 'warn', 'allow'] },
    allow: {
      type: 'list',
      doc: 'Findings that are forgiven, until a date.',
      of: {
        type: 'object',
        doc: 'One finding.',
        keys: { id: { type: 'text', doc: 'Its id, CVE-2026-1234.', maxLength: 64 }, until: untilText, reason: reasonText },
        required: ['id', 'until', 'reason'],
      },
      max: 1000,
    },
  },
  required: ['max'],
};
