import { expect, it } from '@jest/globals';
import { formats } from '../../../core/report/formats.ts';
import { render } from '../../../core/report/render.ts';
import { mixed, rules } from './sample.ts';

const options = { paint: (_: string, text: string) => text, width: null, version: '1.2.3', nowMs: 0, rules };

it.each<[(typeof formats)[number], string]>([
  ['text', 'deploy/web.yaml\n  8:14  denied'],
  ['json', '{\n  "policy": {'],
  ['sarif', '{\n  "$schema"'],
  ['junit', '<?xml'],
  ['github', '::error file='],
  ['markdown', '<!-- image-warden-report -->\n'],
  ['html', '<!doctype html>\n'],
])('%s begins with %j and has no line end behind it', async (format, start) => {
  const text = await render(mixed, format, options);
  expect([text.startsWith(start), text.endsWith('\n')]).toEqual([true, false]);
});

it('knows every format', () => {
  expect(formats).toHaveLength(7);
});
