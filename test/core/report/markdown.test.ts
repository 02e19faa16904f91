import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { markdownReport } from '../../../core/report/markdown.ts';
import { clean, hostileReport, mixed, rules, web } from './sample.ts';

describe('markdownReport', () => {
  it('has counts, a table, a fold and the common fixes', () => {
    expect(markdownReport(mixed, rules.slice(0, 1)).split('\n')).toEqual([
      '<!-- image-warden-report -->',
      '### Image Warden: denied (1 denied, 1 warned, 2 passed)',
      '',
      '| | Image | Where | Rule | Fix |',
      '|---|---|---|---|---|',
      '| :no_entry: denied | `nginx` | `deploy/web.yaml:8`<br>`Pod shop/web` | [`registry-allowlist`](https://kubernetes.io/docs/concepts/containers/images/) | `use an image of secureoci.com` |',
      '| :warning: warned | `secureoci.com/copy` | `deploy/job.yaml:3`<br>`Job nightly` | `denied-tag` | `name a version` |',
      '| :information_source: noted |  | `deploy/web.yaml:1`<br>`Pod shop/web` | `policy-unavailable` | `set a limit` |',
      '',
      '<details><summary>Messages</summary>',
      '',
      `- :no_entry: denied \`deploy/web.yaml:8:14\`<br>\`${web.message}\``,
      '- :warning: warned `deploy/job.yaml:3:14`<br>`Job nightly: container "copy" would be denied by denied-tag: the tag latest is denied`',
      '- :information_source: noted `deploy/web.yaml:1:1`<br>`Pod shop/web: the object is noted`',
      '',
      '</details>',
      '',
      'Most common fixes:',
      '',
      '- 1 x `use an image of secureoci.com`',
      '- 1 x `name a version`',
      '',
      '<sub>Policy `0123456789ab` of `image-warden.yaml`</sub>',
    ]);
  });

  it('shows the form that a fix offers in the fold', () => {
    const text = markdownReport({ ...mixed, findings: [{ ...web, message: 'm', fix: 'a:\nFROM b\n| c `d`' }] });
    expect(text).toContain('| `a:` |\n');
    expect(text).toContain('<br>`m`<br>`FROM b`<br>`\\u007c c \\u0060d\\u0060`\n');
  });

  it('says that all is well', () => {
    expect(markdownReport(clean).split('\n')).toEqual([
      '<!-- image-warden-report -->',
      '### Image Warden: allowed (0 denied, 0 warned, 1 passed)',
      '',
      'The image is allowed.',
      '',
      '<sub>Policy `0123456789ab` of `image-warden.yaml`</sub>',
    ]);
  });

  it('stays below the limit of a comment, and says what is left out', () => {
    const findings = Array.from({ length: 3000 }, (_, line) => ({ ...web, line, fix: 'x'.repeat(line % 5000), note: 'n' }));
    const text = markdownReport({ ...mixed, findings });
    expect(text.length).toBeLessThan(65_000);
    expect(text.length).toBeGreaterThan(55_000);
    expect(text.match(/and \d+ findings more/g)).toHaveLength(2);
    expect(text).toContain('</details>');
  });

  it('stays below the limit whatever is long', () => {
    const long = '\u00e9'.repeat(5000);
    const findings = ['a', 'b', 'c'].map((end) => ({ ...web, file: long, message: long, fix: long + end, image: long }));
    expect(markdownReport({ ...mixed, findings, policy: { hash: long, source: long } }).length).toBeLessThan(65_000);
  });

  it('leaves nothing of the report outside of code spans, and adds no cell', () => {
    const ours =
      /^(?:[ |]*|<!-- image-warden-report -->|### Image Warden: (?:allowed|denied) \(\d denied, \d warned, \d passed\)|(?:The image is|All \d images are) allowed\.|\| \| Image \| Where \| Rule \| Fix \||\|---\|---\|---\|---\|---\||<details><summary>Messages<\/summary>|<\/details>|Most common fixes:|- \d x #|<sub>Policy # of #<\/sub>|\| (?:\S+) \w+ \| #? \| #<br># \| # \| # \||- \S+ \w+ #<br>#(?:<br>#)*(?:<br>forgiven: #)?)$/;
    fc.assert(
      fc.property(hostileReport, (report) => {
        const text = markdownReport(report);
        expect(text).toMatch(/^[\n -~]*$/);
        // What is empty is a dash.
        for (const line of text.split('\n')) expect(line.replace(/`[^`|]+`|(?<=[ >])-(?=[ <]|$)/g, '#')).toMatch(ours);
      }),
    );
  });
});
