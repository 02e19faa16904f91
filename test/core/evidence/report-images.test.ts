import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { imagesOfReport } from '../../../core/evidence/report-images.ts';
import { readScanFixture, scannedDigest } from './scan-fixture.ts';

const app = { host: 'ghcr.io', path: 'acme/app', digest: scannedDigest };
const platform = `sha256:${'5a6b7c8d'.repeat(8)}`;

describe('imagesOfReport', () => {
  it.each<[string, string | null, object[]]>([
    ['trivy-0.29', 'acme/app:1', [{ ...app, host: 'docker.io' }]],
    ['trivy-0.57', 'ghcr.io/acme/app:1.2', [app]],
    ['trivy-0.70', `ghcr.io/acme/app@${scannedDigest}`, [app]],
    ['trivy-archive', 'app.tar', []],
    ['grype-0.60', `ghcr.io/acme/app@${scannedDigest}`, [app]],
    ['grype-0.104', 'ghcr.io/acme/app:1.2', [{ ...app, digest: platform }, app]],
    ['grype-directory', './app', []],
  ])('%s', (name, called, images) => {
    expect(imagesOfReport(readScanFixture(name))).toEqual({ name: called, images });
  });

  const named = `acme/app@${scannedDigest}`;
  const hub = { ...app, host: 'docker.io' };
  it.each<[string, unknown, object[]]>([
    ['a directory that is called like an image', { SchemaVersion: 2, ArtifactType: 'filesystem', ArtifactName: named }, []],
    ['an image by its digest, without metadata', { SchemaVersion: 2, ArtifactType: 'container_image', ArtifactName: named }, [hub]],
    [
      'the official image',
      { SchemaVersion: 2, Metadata: { RepoDigests: [`nginx@${scannedDigest}`] } },
      [{ ...hub, path: 'library/nginx' }],
    ],
    ['the old alias of Docker Hub', { SchemaVersion: 2, Metadata: { RepoDigests: [`index.docker.io/${named}`] } }, [hub]],
    ['digests that are no list', { SchemaVersion: 2, Metadata: { RepoDigests: named } }, []],
    ['things that are no reference', { SchemaVersion: 2, Metadata: { RepoDigests: [1, null, 'A B', scannedDigest, 'a/b:1', ''] } }, []],
    ['a short digest', { SchemaVersion: 2, Metadata: { RepoDigests: ['a/b@sha256:12'] } }, []],
    ['an inherited property', Object.create({ SchemaVersion: 2, Metadata: { RepoDigests: [named] } }), []],
    ['a Grype directory that is called like an image', { matches: [], source: { type: 'directory', target: named } }, []],
    ['a manifest without a repository', { source: { type: 'image', target: { userInput: 'A B', manifestDigest: scannedDigest } } }, []],
    ['more names than are looked at', { SchemaVersion: 2, Metadata: { RepoDigests: [...Array(1000).fill(''), named] } }, []],
    ['no object', null, []],
  ])('%s', (_, report, images) => {
    expect(imagesOfReport(report).images).toEqual(images);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        imagesOfReport({ SchemaVersion: 2, ArtifactName: a, Metadata: { RepoDigests: b } });
        imagesOfReport({ source: { type: 'image', target: a } });
        imagesOfReport(a);
      }),
    );
  });
});
