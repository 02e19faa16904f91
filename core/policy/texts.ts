/** The kinds of text in a policy document: scopes, patterns, names, dates. No regular expression is accepted anywhere. */
import { isRefusal } from '../image/refusal.ts';
import { parseScope } from '../image/scope.ts';
import { instantOf } from './dates.ts';
import { namePattern } from './names.ts';
import type { TextProblem, TextShape } from './shape.ts';

export const scopeText: TextShape = {
  type: 'text',
  doc: 'A scope: host[:port][/path], after a path optionally :tag or @digest; or *.example.com.',
  check: (text) => {
    const scope = parseScope(text);
    if (!isRefusal(scope)) return null;
    const key = /^(allow|deny):/.exec(text)?.[1];
    const reason = key === undefined ? scope.reason : `a blank is missing after "${key}:"`;
    return { expected: 'a scope such as ghcr.io/acme', reason };
  },
};

export const clusterText: TextShape = {
  type: 'text',
  doc: 'The name of a cluster.',
  pattern: namePattern.source,
  check: (text) => (namePattern.test(text) ? null : problem('a cluster name: lower-case letters, digits and "-", at most 63')),
};

export const namespaceText: TextShape = {
  type: 'text',
  doc: 'The exact name of a namespace.',
  pattern: namePattern.source,
  check: (text) => (namePattern.test(text) ? null : problem('the exact name of a namespace, without a wildcard')),
};

export const placePattern: TextShape = patternText(
  'A name, exact or with one trailing "*".',
  /^[a-z0-9-]*\*?$/,
  'a name, or its beginning and one "*"',
);

/** Tags have letters of both cases, digits, "_", "." and "-". */
export const tagPattern: TextShape = patternText(
  'A tag, exact or with one trailing "*".',
  /^[\w.-]*\*?$/,
  'a tag, or its beginning and one "*"',
);

export const untilText: TextShape = dateText('A date, which counts through 23:59:59 UTC, or an RFC 3339 instant.');

export const fromText: TextShape = dateText('A date, which begins at 00:00:00 UTC, or an RFC 3339 instant.');

export const reasonText: TextShape = { type: 'text', doc: 'Why, for whoever reads a denial.', maxLength: 256 };

function patternText(doc: string, pattern: RegExp, expected: string): TextShape {
  return { type: 'text', doc, pattern: pattern.source, check: (text) => (text !== '' && pattern.test(text) ? null : problem(expected)) };
}

function dateText(doc: string): TextShape {
  const expected = 'a date such as 2027-03-31, or an instant such as 2027-03-31T12:00:00Z';
  return {
    type: 'text',
    doc,
    pattern: '^\\d{4}-\\d{2}-\\d{2}',
    check: (text) => (instantOf(text, 'from') === null ? problem(expected) : null),
  };
}

function problem(expected: string): TextProblem {
  return { expected, reason: null };
}
