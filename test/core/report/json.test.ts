import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contractOf, jsonReport } from '../../../core/report/json.ts';
import { clean, hostileReport, mixed, web } from './sample.ts';

describe('jsonReport', () => {
  it('has the keys of the contract, in its order, and no other', () => {
    expect(jsonReport({ ...clean, findings: [web] })).toBe(`{
  "policy": {
    "hash": "0123456789abcdef",
    "source": "image-warden.yaml"
  },
  "allowed": true,
  "summary": {
    "denied": 0,
    "warned": 0,
    "passed": 1
  },
  "findings": [
    {
      "rule": "registry-allowlist",
      "severity": "deny",
      "file": "deploy/web.yaml",
      "line": 8,
      "column": 14,
      "object": {
        "kind": "Pod",
        "namespace": "shop",
        "name": "web"
      },
      "path": "spec.containers[0].image",
      "container": "app",
      "image": "nginx",
      "message": "${web.message.replaceAll('"', '\\"')}",
      "fix": "use an image of secureoci.com"
    }
  ],
  "images": [
    {
      "image": "secureoci.com/api:1",
      "canonical": "secureoci.com/api:1",
      "file": "deploy/web.yaml",
      "path": "spec.containers[1].image",
      "container": "api",
      "allowed": true,
      "entry": "secureoci.com"
    }
  ]
}`);
  });

  it('tells why a finding was forgiven', () => {
    expect(contractOf({ ...mixed, findings: [{ ...web, note: 'OPS-1' }] }).findings[0]).toEqual({ ...web, note: 'OPS-1' });
  });

  it('is printable ASCII that reads back to the same', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const text = jsonReport(report);
        expect(text).toMatch(/^[\n -~]*$/);
        expect(JSON.parse(text)).toEqual(contractOf(report));
      }),
    );
  });
});
