/**
 * Repository paths and tags.
 *
 *     path      := component *("/" component)          at most 255 characters
 *     component := alphanumeric *(separator alphanumeric)
 *     separator := "." | "_" | "__" | 1*"-"
 *     tag       := word *127(word | "." | "-")
 *
 * Source: distribution/reference, regexp.go.
 */
import { maxTagLength } from '../limits.ts';
import { at, colon, dot, hyphen, isLowerAlphanumeric, isUpper, slash, underscore } from './chars.ts';
import { quoteAt, type Refusal, refuse } from './refusal.ts';

/** Where the path that begins at `start` ends: the index of `:` or `@`, or the length; or `~index` of what is no path. */
export function scanPath(text: string, start: number): number {
  const end = text.length;
  let i = start;
  while (i < end && isLowerAlphanumeric(text.charCodeAt(i))) {
    do i++;
    while (i < end && isLowerAlphanumeric(text.charCodeAt(i)));
    if (i === end) return end;
    const code = text.charCodeAt(i);
    if (code === slash || code === dot) i++;
    else if (code === hyphen) while (text.charCodeAt(i) === hyphen) i++;
    else if (code === underscore) i += text.charCodeAt(i + 1) === underscore ? 2 : 1;
    else return code === colon || code === at ? i : ~i;
  }
  return ~i;
}

/** Why `scanPath` stopped at `position`. */
export function explainPath(text: string, start: number, position: number): Refusal {
  const code = text.charCodeAt(position);
  if (isUpper(code)) return refuse('the repository name must be lower case', position);
  if (position === start) return explainFirst(text, position);
  if (position === text.length || code === colon || code === at || code === slash) return explainEmpty(text, position);
  if (code !== dot && code !== underscore && code !== hyphen)
    return refuse(`${quoteAt(text, position)} is not allowed in the repository name`, position);
  if (text.charCodeAt(position - 1) === slash)
    return refuse(`a part of the repository name begins with ${quoteAt(text, position)}`, position);
  return refuse('two separators in a row in the repository name: allowed are one ".", one or two "_", any number of "-"', position);
}

function explainFirst(text: string, position: number): Refusal {
  const code = text.charCodeAt(position);
  if (position === text.length || code === colon || code === at) return refuse('no repository name', position);
  if (code === slash) return refuse(position === 0 ? 'it begins with "/"' : 'double "/"', position);
  if (text.charAt(position) === '[') return refuse('an IPv6 host needs a repository after it', position);
  return refuse(`the repository name begins with ${quoteAt(text, position)}`, position);
}

function explainEmpty(text: string, position: number): Refusal {
  if (text.charCodeAt(position - 1) !== slash)
    return refuse(`a part of the repository name ends with ${quoteAt(text, position - 1)}`, position - 1);
  return text.charCodeAt(position) === slash ? refuse('double "/"', position) : refuse('the repository name ends with "/"', position - 1);
}

/** Where the tag that begins at `start` ends: the index of `@`, or the length; or why it is no tag. */
export function scanTag(text: string, start: number): number | Refusal {
  let i = start;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isLowerAlphanumeric(code) || isUpper(code) || code === underscore) continue;
    if ((code === dot || code === hyphen) && i > start) continue;
    if (code === at && i > start) break;
    return explainTag(text, start, i);
  }
  if (i === start) return refuse('no tag after ":"', start);
  return i - start > maxTagLength ? refuse(`tag of ${i - start} characters, at most ${maxTagLength}`, start + maxTagLength) : i;
}

function explainTag(text: string, start: number, position: number): Refusal {
  if (position > start) return refuse(`${quoteAt(text, position)} is not allowed in a tag`, position);
  if (text.charCodeAt(position) === at) return refuse('no tag after ":"', start);
  return refuse(`a tag must not begin with ${quoteAt(text, position)}`, position);
}
