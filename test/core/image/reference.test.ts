import { describe, expect, it } from '@jest/globals';
import { formatReference, isRefusal, parseReference } from '../../../core/image/reference.ts';
import { maxImageLength, maxRepositoryLength, maxTagLength } from '../../../core/limits.ts';
import { agreed, different, refusedElsewhere } from './distribution.cases.ts';

const hex = '0123456789abcdef'.repeat(4);
const digest = `sha256:${hex}`;

function canonical(text: string): string | null {
  const parsed = parseReference(text);
  return isRefusal(parsed) ? null : formatReference(parsed);
}

describe('what distribution/reference reads, we read alike', () => {
  it.each(agreed)('%j -> %j', (text, expected) => expect(canonical(text)).toBe(expected));
  it.each(different)('%j: they say %j, we say %j: %s', (text, theirs, ours) => {
    expect(canonical(text)).toBe(ours);
    expect(ours).not.toBe(theirs);
  });
  it.each(refusedElsewhere)('another parser refuses %j, and so do we', (text) => expect(canonical(text)).toBeNull());
});

describe('the parts of a reference', () => {
  it.each([
    ['nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['nginx:1.27', 'docker.io', 'library/nginx', '1.27', null],
    ['docker.io/nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['index.docker.io/nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['index.docker.io/acme/app', 'docker.io', 'acme/app', 'latest', null],
    ['index.docker.io:443/nginx', 'index.docker.io:443', 'nginx', 'latest', null],
    ['docker.io:443/nginx', 'docker.io:443', 'nginx', 'latest', null],
    ['registry-1.docker.io/nginx', 'registry-1.docker.io', 'nginx', 'latest', null],
    ['registry.hub.docker.com/library/nginx', 'registry.hub.docker.com', 'library/nginx', 'latest', null],
    ['docker.io/library', 'docker.io', 'library/library', 'latest', null],
    ['secureoci.com', 'docker.io', 'library/secureoci.com', 'latest', null],
    ['secureoci.com/app', 'secureoci.com', 'app', 'latest', null],
    ['secureoci.com:443/app', 'secureoci.com:443', 'app', 'latest', null],
    ['localhost', 'docker.io', 'library/localhost', 'latest', null],
    ['localhost/app', 'localhost', 'app', 'latest', null],
    ['localhosts/app', 'docker.io', 'localhosts/app', 'latest', null],
    ['localhost:5000', 'docker.io', 'library/localhost', '5000', null],
    ['2852039166/app', 'docker.io', '2852039166/app', 'latest', null],
    [`nginx@${digest}`, 'docker.io', 'library/nginx', null, digest],
    [`ghcr.io/acme/app:V1_.-x@${digest}`, 'ghcr.io', 'acme/app', 'V1_.-x', digest],
    [`${hex}:1`, 'docker.io', `library/${hex}`, '1', null],
    [`sha256@${digest}`, 'docker.io', 'library/sha256', null, digest],
    [`sha256:${hex}0`, 'docker.io', 'library/sha256', `${hex}0`, null],
    ['constructor/__proto', null, null, null, null],
    ['constructor/prototype', 'docker.io', 'constructor/prototype', 'latest', null],
  ])('%s', (text, host, path, tag, parsedDigest) => {
    const parsed = parseReference(text);
    if (host === null) return expect(isRefusal(parsed)).toBe(true);
    return expect(parsed).toEqual({ text, host, path, tag, digest: parsedDigest });
  });
});

describe('what is refused says why and where', () => {
  it.each([
    ['', 0, 'the image is empty'],
    [' nginx', 0, 'white space (U+0020)'],
    ['nginx ', 5, 'white space (U+0020)'],
    ['nginx\n', 5, 'white space (U+000A)'],
    ['nginx\u00a0', 5, 'white space (U+00A0)'],
    ['\ufeffnginx', 0, 'white space (U+FEFF)'],
    ['ngi\u0000nx', 3, 'control character U+0000'],
    ['ghcr.io/a\u001b[31m', 9, 'control character U+001B'],
    ['ghcr.io/a\u007f', 9, 'control character U+007F'],
    ['ghcr.io/\u202eacme', 8, 'non-ASCII character U+202E'],
    ['ghcr.io/\u{1f600}', 8, 'non-ASCII character U+1F600'],
    ['\u212aernel/app', 0, 'non-ASCII character U+212A'],
    ['gh\u0441r.io/acme/app', 2, 'non-ASCII character U+0441'],
    ['ghcr.io/\ud800', 8, 'non-ASCII character U+D800'],
    ['https://ghcr.io/app', 0, 'scheme "https://": leave it out'],
    ['docker://nginx', 0, 'scheme "docker://": leave it out'],
    ['oci://ghcr.io/app', 0, 'scheme "oci://": leave it out'],
    ['user@ghcr.io/app', 4, 'user information before "@": a registry is named by its host alone'],
    ['user:pw@ghcr.io/app', 7, 'user information before "@": a registry is named by its host alone'],
    ['secureoci.com@evil.com/app', 13, 'user information before "@": a registry is named by its host alone'],
    ['user:pw@host', 8, '"host" after "@" is no digest (sha256: and 64 hex digits), and user information is refused'],
    ['SECUREOCI.com/app', 0, 'upper-case letter in the host "SECUREOCI.com": hosts are lower case'],
    ['secureoci.com./app', 13, 'the host "secureoci.com." ends with "."'],
    ['secureoci.com:70000/app', 14, 'port 70000 is not 1-65535'],
    ['Nginx', 0, 'the repository name must be lower case'],
    ['ghcr.io/acme/App', 13, 'the repository name must be lower case'],
    ['/nginx', 0, 'it begins with "/"'],
    ['//ghcr.io/app', 0, 'it begins with "/"'],
    ['ghcr.io//app', 8, 'double "/"'],
    ['ghcr.io/acme//app', 13, 'double "/"'],
    ['ghcr.io/', 8, 'no repository name'],
    ['ghcr.io/acme/', 12, 'the repository name ends with "/"'],
    ['ghcr.io/:tag', 8, 'no repository name'],
    ['acme/:tag', 4, 'the repository name ends with "/"'],
    ['ghcr.io/../app', 8, 'the repository name begins with "."'],
    ['ghcr.io/a/../app', 10, 'a part of the repository name begins with "."'],
    ['ghcr.io/a/./app', 10, 'a part of the repository name begins with "."'],
    ['a-', 1, 'a part of the repository name ends with "-"'],
    ['a_/b', 1, 'a part of the repository name ends with "_"'],
    ['a___b', 3, 'two separators in a row in the repository name: allowed are one ".", one or two "_", any number of "-"'],
    ['a.-b', 2, 'two separators in a row in the repository name: allowed are one ".", one or two "_", any number of "-"'],
    ['a%2fb', 1, '"%" is not allowed in the repository name'],
    ['a\\b', 1, '"\\\\" is not allowed in the repository name'],
    ['a/%2f', 2, '"%" is not allowed in the repository name'],
    ['*', 0, 'the repository name begins with "*"'],
    ['[::1]:5000', 0, 'an IPv6 host needs a repository after it'],
    ['repo:', 5, 'no tag after ":"'],
    [`repo:@${digest}`, 5, 'no tag after ":"'],
    ['repo:-a', 5, 'a tag must not begin with "-"'],
    ['repo:.a', 5, 'a tag must not begin with "."'],
    ['repo:a:b', 6, '":" is not allowed in a tag'],
    ['acme/repo:a/b', 11, '"/" is not allowed in a tag'],
    ['repo:a+b', 6, '"+" is not allowed in a tag'],
    ['repo@', 5, 'no digest after "@"'],
    ['repo@sha256', 5, '"sha256" after "@" is no digest (sha256: and 64 hex digits), and user information is refused'],
    ['repo@sha256:', 12, '0 hex digits, expected 64'],
    [`repo@${digest.slice(0, -1)}`, 75, '63 hex digits, expected 64'],
    [`repo@${digest}0`, 77, '65 hex digits, expected 64'],
    [`repo@${digest}:tag`, 76, '":" is no hex digit'],
    [`repo@${digest}@${digest}`, 76, 'two digests'],
    [`repo@${digest}/x`, 4, `"@" is not allowed in the host "repo@${digest}"`],
    [`acme/repo@${digest}/x`, 81, '"/" is no hex digit'],
    [hex, 0, 'an image id or digest alone names no repository'],
    [digest, 0, 'an image id or digest alone names no repository'],
  ])('%j', (text, position, reason) => expect(parseReference(text)).toEqual({ reason, position }));
});

describe('limits', () => {
  const tag = 'a'.repeat(maxTagLength);
  const path = 'a'.repeat(maxRepositoryLength);
  it.each([
    ['the longest tag', `nginx:${tag}`, `docker.io/library/nginx:${tag}`],
    ['one more in the tag', `nginx:${tag}a`, { reason: 'tag of 129 characters, at most 128', position: 134 }],
    ['the longest path', `a.io/${path}`, `a.io/${path}:latest`],
    ['one more in the path', `a.io/${path}a`, { reason: 'repository name of 256 characters, at most 255', position: 5 }],
    ['"library/" counts', path, { reason: 'repository name of 263 characters, at most 255', position: 0 }],
    ['the longest text is parsed', 'a'.repeat(maxImageLength), { reason: 'repository name of 1032 characters, at most 255', position: 0 }],
    ['one more is not', 'a'.repeat(maxImageLength + 1), { reason: '1025 characters, at most 1024', position: 1024 }],
  ])('%s', (_name, text, expected) => expect(canonical(text) ?? parseReference(text)).toEqual(expected));
});
