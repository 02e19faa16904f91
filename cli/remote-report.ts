/** A report from another machine: nothing in it is trusted, only its shape is looked at. The outputs escape every text. */
import type { Report, ReportFinding, ReportImage } from '../core/report/report.ts';
import { isObject, own } from '../core/workload/json.ts';

/** Null when it is none. */
export function readReport(body: string): Report | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  const [policy, summary, findings, images] = ['policy', 'summary', 'findings', 'images'].map((key) => own(value, key));
  if (!hasAll(policy, ['hash', 'source'], isText) || !hasAll(summary, ['denied', 'warned', 'passed'], Number.isInteger)) return null;
  if (typeof own(value, 'allowed') !== 'boolean') return null;
  if (!Array.isArray(findings) || !findings.every(isFinding) || !Array.isArray(images) || !images.every(isImage)) return null;
  return value as unknown as Report;
}

function isFinding(value: unknown): value is ReportFinding {
  return (
    hasAll(value, ['rule', 'file', 'path', 'message', 'fix'], isText) &&
    hasAll(value, ['line', 'column'], Number.isInteger) &&
    hasAll(value, ['container', 'image'], isTextOrNull) &&
    hasAll(own(value, 'object'), ['kind', 'namespace', 'name'], isTextOrNull) &&
    ['deny', 'warn', 'info'].includes(String(own(value, 'severity'))) &&
    isText(own(value, 'note') ?? '')
  );
}

function isImage(value: unknown): value is ReportImage {
  return (
    hasAll(value, ['image', 'file', 'path'], isText) &&
    hasAll(value, ['canonical', 'container', 'entry'], isTextOrNull) &&
    typeof own(value, 'allowed') === 'boolean'
  );
}

function hasAll(value: unknown, keys: readonly string[], fits: (value: unknown) => boolean): boolean {
  return isObject(value) && keys.every((key) => fits(own(value, key)));
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}
