import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '../../../core/image/reference.ts';
import { parseScope, scopeKey } from '../../../core/image/scope.ts';
import { maxImageLength, maxQuotedLength, maxRepositoryLength } from '../../../core/limits.ts';

const hex = '0123456789abcdef'.repeat(4);
const digest = `sha256:${hex}`;

describe('scopes', () => {
  it.each([
    ['secureoci.com', 'host', 'secureoci.com', null, null, null],
    ['docker.io', 'host', 'docker.io', null, null, null],
    ['localhost', 'host', 'localhost', null, null, null],
    ['registry:5000', 'host', 'registry:5000', null, null, null],
    ['ghcr.io:443', 'host', 'ghcr.io:443', null, null, null],
    ['127.0.0.1:5000', 'host', '127.0.0.1:5000', null, null, null],
    ['[::1]', 'host', '[::1]', null, null, null],
    ['xn--n3h.com', 'host', 'xn--n3h.com', null, null, null],
    ['ghcr.io/acme', 'path', 'ghcr.io', 'acme', null, null],
    ['docker.io/acme', 'path', 'docker.io', 'acme', null, null],
    ['docker.io/library/nginx', 'path', 'docker.io', 'library/nginx', null, null],
    ['localhost/app', 'path', 'localhost', 'app', null, null],
    ['[::1]:5000/a/b', 'path', '[::1]:5000', 'a/b', null, null],
    ['ghcr.io/acme/app:V1', 'tag', 'ghcr.io', 'acme/app', 'V1', null],
    ['registry:5000/app:1', 'tag', 'registry:5000', 'app', '1', null],
    [`ghcr.io/acme/app@${digest}`, 'digest', 'ghcr.io', 'acme/app', null, digest],
    ['*.example.com', 'wildcard', '*.example.com', null, null, null],
    ['*.example.com:5000', 'wildcard', '*.example.com:5000', null, null, null],
    ['*.dkr.ecr.eu-west-1.amazonaws.com', 'wildcard', '*.dkr.ecr.eu-west-1.amazonaws.com', null, null, null],
  ])('%s is a %s', (text, kind, host, path, tag, parsedDigest) => {
    const scope = parseScope(text);
    expect(scope).toEqual({ text, kind, host, path, tag, digest: parsedDigest });
    if (!isRefusal(scope)) expect(scopeKey(scope)).toBe(text);
  });
});

describe('what is no scope tells the spelling to use', () => {
  it.each([
    ['', 0, 'the scope is empty'],
    ['nginx', 0, '"nginx" is no host, and a scope begins with one; write docker.io/library/nginx'],
    ['nginx:1.27', 6, 'port "1.27" is not a number: a tag needs a path before it; write docker.io/library/nginx:1.27'],
    [`nginx@${digest}`, 5, `a digest needs a path before it; write docker.io/library/nginx@${digest}`],
    ['acme/app', 0, '"acme" is no host, and a scope begins with one; write docker.io/acme/app'],
    ['acme/', 0, '"acme" is no host, and a scope begins with one; write docker.io/acme'],
    ['acme/app:1', 0, '"acme" is no host, and a scope begins with one; write docker.io/acme/app:1'],
    ['Acme/app', 0, 'upper-case letter in the host "Acme": hosts are lower case; write docker.io/acme/app'],
    ['GHCR.io/Acme/App:V1', 0, 'upper-case letter in the host "GHCR.io": hosts are lower case; write ghcr.io/acme/app:V1'],
    ['ghcr.io/Acme', 8, 'the repository name must be lower case; write ghcr.io/acme'],
    ['index.docker.io', 0, 'index.docker.io is docker.io; write docker.io'],
    ['index.docker.io/library/nginx', 0, 'index.docker.io is docker.io; write docker.io/library/nginx'],
    ['https://ghcr.io/acme', 0, 'scheme "https://": leave it out; write ghcr.io/acme'],
    ['docker://nginx', 0, 'scheme "docker://": leave it out; write docker.io/library/nginx'],
    ['user@ghcr.io/acme', 4, 'user information before "@": a registry is named by its host alone'],
    ['ghcr.io/', 7, 'trailing "/"; write ghcr.io'],
    ['ghcr.io/acme/', 12, 'trailing "/"; write ghcr.io/acme'],
    ['/ghcr.io/acme', 0, 'it begins with "/"; write ghcr.io/acme'],
    ['ghcr.io//acme', 8, 'double "/"; write ghcr.io/acme'],
    [' ghcr.io', 0, 'white space (U+0020); write ghcr.io'],
    ['ghcr.io/a b', 9, 'white space (U+0020)'],
    ['gh\u0441r.io', 2, 'non-ASCII character U+0441'],
    ['ghcr.io.', 7, 'the host "ghcr.io." ends with "."'],
    ['127.1', 0, 'host "127.1" ends in a number but is no plain IPv4 address'],
    ['ghcr.io:latest', 8, 'port "latest" is not a number: a tag needs a path before it'],
    ['ghcr.io:70000', 8, 'port 70000 is not 1-65535'],
    ['a:b:c', 2, 'more than one ":" in the host: an IPv6 address goes in brackets'],
    ['a_b:c', 1, '"_" is not allowed in the host "a_b:c"; write docker.io/library/a_b:c'],
    ['ghcr.io/acme/app:', 17, 'no tag after ":"'],
    ['ghcr.io/acme/app@', 17, 'no digest after "@"'],
    [`ghcr.io/acme/app@${digest.slice(0, -1)}`, 87, '63 hex digits, expected 64'],
    [`ghcr.io/acme/app:1@${digest}`, 18, `a tag or a digest, not both; write ghcr.io/acme/app@${digest}`],
    [`ghcr.io@${digest}`, 7, 'a digest needs a path before it'],
    ['constructor', 0, '"constructor" is no host, and a scope begins with one; write docker.io/library/constructor'],
    ['__proto__', 0, '"__proto__" is no host, and a scope begins with one'],
  ])('%j', (text, position, reason) => expect(parseScope(text)).toEqual({ reason, position }));
});

describe('the only wildcard is the first label', () => {
  const onlyFirst = '"*" stands for exactly the first label of a host, as in *.example.com';
  const notInPath = 'there is no wildcard in a path: name each repository, or the path above, which covers all below it';
  it.each([
    ['*', 0, '"*" would be every registry: name each host'],
    ['**', 0, onlyFirst],
    ['**.x.y', 0, `${onlyFirst}; write *.x.y`],
    ['a.*.com', 2, onlyFirst],
    ['*.*.example.com', 2, onlyFirst],
    ['foo*.example.com', 3, onlyFirst],
    ['nginx*', 5, onlyFirst],
    ['*/app', 0, onlyFirst],
    ['*.', 0, '"*." is too wide: two labels must follow the star, as in *.example.com'],
    ['*.com', 0, '"*.com" is too wide: two labels must follow the star, as in *.example.com'],
    ['*.com:5000', 0, '"*.com:5000" is too wide: two labels must follow the star, as in *.example.com'],
    ['*.localhost', 0, '"*.localhost" is too wide: two labels must follow the star, as in *.example.com'],
    ['*.EXAMPLE.com', 2, 'upper-case letter in the host "EXAMPLE.com": hosts are lower case; write *.example.com'],
    ['*.example.com.', 13, 'the host "example.com." ends with "."'],
    ['*..example.com', 2, 'the host ".example.com" begins with "."'],
    ['*.example.com:latest', 14, 'port "latest" is not a number'],
    ['*.1.2.3.4', 2, 'a wildcard does not go with an address'],
    ['*.[::1]', 2, 'a wildcard does not go with an address'],
    ['*.example.com/acme', 13, 'a wildcard stands alone, without a path; write *.example.com'],
    ['ghcr.io/*', 8, 'there is no wildcard in a path: a scope covers all below it; write ghcr.io'],
    ['ghcr.io/acme/*', 13, 'there is no wildcard in a path: a scope covers all below it; write ghcr.io/acme'],
    ['ghcr.io/acme/**', 13, 'there is no wildcard in a path: a scope covers all below it; write ghcr.io/acme'],
    ['acme/*', 5, 'there is no wildcard in a path: a scope covers all below it; write docker.io/acme'],
    ['ghcr.io/acme/app-*', 17, `${notInPath}; write ghcr.io/acme`],
    ['ghcr.io/*/app', 8, `${notInPath}; write ghcr.io`],
    ['ghcr.io/acme/app:1.*', 19, 'there is no wildcard in a tag: name one tag, or the repository; write ghcr.io/acme/app'],
  ])('%j', (text, position, reason) => expect(parseScope(text)).toEqual({ reason, position }));
});

describe('limits', () => {
  const path = 'a'.repeat(maxRepositoryLength);
  const longHost = `${'a'.repeat(maxQuotedLength - 55)}.io`;
  it.each([
    ['the longest path', `a.io/${path}`, 'path'],
    ['one more in the path', `a.io/${path}a`, { reason: 'repository name of 256 characters, at most 255', position: 5 }],
    ['one more in the text', 'a'.repeat(maxImageLength + 1), { reason: '1025 characters, at most 1024', position: 1024 }],
    [
      'a suggestion of the longest quote',
      `${longHost}/${'b'.repeat(51)}/`,
      { reason: `trailing "/"; write ${longHost}/${'b'.repeat(51)}`, position: 300 },
    ],
    ['a longer one is kept back', `${longHost}/${'b'.repeat(52)}/`, { reason: 'trailing "/"', position: 301 }],
  ])('%s', (_name, text, expected) => {
    const scope = parseScope(text);
    expect(isRefusal(scope) ? scope : scope.kind).toEqual(expected);
  });
});
