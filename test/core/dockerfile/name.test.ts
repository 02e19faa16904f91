import { describe, expect, it } from '@jest/globals';
import { isDockerfileName, looksLikeDockerfile } from '../../../core/dockerfile/name.ts';

describe('isDockerfileName', () => {
  it.each([
    'Dockerfile',
    'a/b/Dockerfile',
    'a\\Dockerfile',
    'dockerfile',
    'Dockerfile.dev',
    'api.Dockerfile',
    'Dockerfile-test',
    'Containerfile',
    'x/Containerfile.ubi',
  ])('%s is one', (path) => {
    expect(isDockerfileName(path)).toBe(true);
  });

  it.each([
    '',
    'Dockerfile/a',
    'Dockerfile.dockerignore',
    'Dockerfile.md',
    'mydockerfile',
    'Dockerfiles',
    'docker-compose.yaml',
    'dockerfile.test.ts',
  ])('%s is none', (path) => {
    expect(isDockerfileName(path)).toBe(false);
  });
});

describe('looksLikeDockerfile', () => {
  it.each(['FROM a:1', '\ufeff# c\n\nfrom --platform=x a AS b\r\n', 'ARG A=1\nFROM $A', '# syntax=docker/dockerfile:1\n', 'FROM a \\\n'])(
    '%j does',
    (text) => {
      expect(looksLikeDockerfile(text)).toBe(true);
    },
  );

  it.each([
    '',
    'apiVersion: v1',
    'From: a@example.com',
    'from a import b',
    'FROM "users" WHERE x',
    'RUN a',
    'ARG A',
    'FROM a\0',
    '{"a": 1}',
  ])('%j does not', (text) => {
    expect(looksLikeDockerfile(text)).toBe(false);
  });
});
