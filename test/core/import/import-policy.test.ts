import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { importPolicy, lineOf } from '../../../core/import/import-policy.ts';
import { maxImportedEntries, maxImportLength } from '../../../core/limits.ts';
import { loadPolicy } from '../../../core/policy/load.ts';

/** The entries as they stand in the document; or the problems. */
function entries(text: string): string[] {
  const imported = importPolicy(text, 'f');
  if ('problems' in imported) return [...imported.problems];
  return imported.document
    .split('\n')
    .slice(3, -1)
    .map((line) => line.replace(/^ *- /, '').replaceAll('"', ''));
}

function differences(text: string): string[] {
  const imported = importPolicy(text, 'f');
  return 'problems' in imported ? [...imported.problems] : imported.differences.map((one) => lineOf('f', one));
}

const classic = `deny[msg] {
    input.request.kind.kind == "Pod"
    image := input.request.object.spec.containers[_].image
    not startswith(image, "secureoci.com")
    msg = "Not allowed!"
}`;
const rule = (body: string, rest = ''): string =>
  `package p\nviolation[{"msg": msg}] {\n  image := input.review.object.spec.containers[_].image\n  ${body}\n}\n${rest}`;

describe('the classic rule', () => {
  it('becomes one entry, and every difference is told with its line', () => {
    const imported = importPolicy(classic, 'rule.rego');
    expect(imported).toEqual({
      form: 'rego',
      document:
        '# Imported from rule.rego. Only the most specific entry that applies decides; what no entry admits is denied.\nversion: 1\nimages:\n  - secureoci.com\n',
      differences: [
        {
          line: 2,
          column: 32,
          text: 'the rule looks at Pods only: a Deployment, Job or CronJob is admitted and fails later, in silence; here they are judged',
        },
        {
          line: 3,
          column: 14,
          text: 'the rule does not look at init containers, ephemeral containers, image volumes; here every image of a Pod is judged',
        },
        {
          line: 4,
          column: 27,
          text: 'the beginning "secureoci.com" also covers "secureoci.com.evil.io/x"; the entry secureoci.com means that one host',
        },
      ],
    });
  });

  it('is found between the lines of a README', () => {
    expect(entries(`# It's "our" list\n\n$ docker run -v \`pwd\`:/x 'y'\n\nRego rule\n${classic}\n\nInput\n{"image": "mysql"}\n`)).toEqual([
      'secureoci.com',
    ]);
  });
});

describe('other rules in Rego', () => {
  it.each<[name: string, text: string, expected: string[]]>([
    ['two beginnings', rule('not startswith(image, "a.com/")\n  not startswith(image, "b.com/x")'), ['a.com', 'b.com/x']],
    [
      'a list with a name',
      rule('not any_allowed(image)', 'allowed := ["a.com/", "b.com/"]\nany_allowed(image) { startswith(image, allowed[_]) }'),
      ['a.com', 'b.com'],
    ],
    [
      'a set, and a name for each',
      rule('not ok(image)', 'allowed = {"a.com/"}\nok(image) { some p in allowed; startswith(image, p) }'),
      ['a.com'],
    ],
    [
      'any() over a comprehension',
      rule('good := [g | repo = list[_]; g = startswith(image, repo)]\n  not any(good)', 'list := ["a.com/"]'),
      ['a.com'],
    ],
    ['any() over a list', rule('not any([startswith(image, "a.com/"), startswith(image, "b.com/")])'), ['a.com', 'b.com']],
    ['strings.any_prefix_match', rule('not strings.any_prefix_match(image, ["a.com/", "b.com/"])'), ['a.com', 'b.com']],
    ['== false', rule('startswith(image, "a.com/") == false'), ['a.com']],
    [
      'a denied beginning',
      rule('not startswith(image, "a.com/")', 'deny[m] { startswith(image, "a.com/bad/") }'),
      ['a.com', 'deny: a.com/bad'],
    ],
    ['the newer syntax', 'deny contains msg if {\n  not startswith(image, "a.com/")\n}', ['a.com']],
    ['a comment is no rule', rule('not startswith(image, "a.com/") # startswith(image, "b.com/")'), ['a.com']],
    ['a pattern', rule('not re_match("^a", image)'), ['f:4:7: re_match: a pattern is never accepted: name the registries']],
    [
      'contains',
      rule('not contains(image, "a.com")'),
      ['f:4:7: contains: what an image contains says nothing of its registry: name the registries'],
    ],
    [
      'texts that stand elsewhere',
      rule('not startswith(image, input.parameters.repos[_])'),
      [
        'f:4:25: expected texts to compare with, got "input.parameters.repos"; they stand in the request: import the object that holds them',
      ],
    ],
    [
      'texts that are worked out',
      rule('not startswith(image, concat("/", x))'),
      ['f:4:25: expected texts to compare with, got "concat"; write them in the rule'],
    ],
    [
      'a name of itself',
      rule('not startswith(image, x)', 'x := y\ny := x'),
      ['f:4:25: expected texts to compare with, got "y"; write them in the rule'],
    ],
    ['no comparison', 'package p\nallow { true }', ['f:1:1: expected a rule with startswith(image, "..."), found none']],
  ])('%s', (_, text, expected) => {
    expect(entries(text)).toEqual(expected);
  });

  it('two rules that deny what the other admits', () => {
    const two = 'deny[m] {\n  not startswith(image, "a.com/")\n}\ndeny[m] {\n  not startswith(image, "b.com/")\n}';
    expect(differences(two)).toEqual([
      'f:4:1: this rule and that of line 1 admit together only what both do; the entries admit what either does: remove what is too much',
    ]);
  });
});

describe('what a beginning covers, and an entry does not', () => {
  it.each([
    ['ghcr.io/acme', ['f:1:27: the beginning "ghcr.io/acme" also covers "ghcr.io/acme-evil/x"; the entry ghcr.io/acme ends at a "/"']],
    ['ghcr.io/acme/', []],
    [
      'ghcr.io/acme/a:1.2',
      ['f:1:27: the beginning "ghcr.io/acme/a:1.2" also covers "ghcr.io/acme/a:1.2-evil"; the entry ghcr.io/acme/a:1.2 means that one tag'],
    ],
    [
      'nginx',
      [
        'f:1:27: "nginx" is written docker.io/library/nginx here: Docker Hub\'s images have one name however they are spelled',
        'f:1:27: the beginning "nginx" also covers "nginx-evil.io/x"; the entry docker.io/library/nginx ends at a "/"',
      ],
    ],
    ['acme/', ['f:1:27: "acme/" is written docker.io/acme here: Docker Hub\'s images have one name however they are spelled']],
    [
      'docker.io/library/',
      ['f:1:27: a comparison of beginnings does not cover the same images written without docker.io (library); the entry does'],
    ],
    ['a.com/*', ['f:1:27: "a.com/*" is compared as written there, and no image has a "*"; the entry admits a.com']],
    ['gcr.io/team-', ['f:1:27: "gcr.io/team-": it ends inside a name (a part of the repository name ends with "-")']],
    ['', ['f:1:27: "": it would admit every image: name each registry']],
    ['GHCR.io/a', ['f:1:27: "GHCR.io/a": upper-case letter in the host "GHCR.io": hosts are lower case; write ghcr.io/a']],
  ])('%j', (prefix, expected) => {
    expect(differences(`x { not startswith(image, ${JSON.stringify(prefix)}) }`)).toEqual(expected);
  });
});

describe('what denies', () => {
  const both = (deny: string, allow: string): string =>
    `deny[m] {\n  startswith(i, "${deny}")\n}\ndeny[m] {\n  not startswith(i, "${allow}")\n}`;
  it.each<[deny: string, allow: string, expected: string[]]>([
    ['a.io/x/', 'a.io/', ['deny: a.io/x', 'a.io']],
    ['a.io/', 'a.io/x/', ['deny: a.io']],
    ['a.io/x', 'a.io/x', ['deny: a.io/x']],
    ['a.io/x/', 'a.io/xy/', ['deny: a.io/x', 'a.io/xy']],
    ['*.a.io', 'b.a.io/x/', ['deny: *.a.io']],
  ])('%s wins over %s there, and the entries do not open it', (deny, allow, expected) => {
    expect(entries(both(deny, allow))).toEqual(expected);
  });

  it('what is left out, and that nothing is allowed, is told', () => {
    expect(differences(both('a.io/', 'a.io/x/'))).toEqual([
      'f:2:17: nothing is allowed by name there: the policy denies every image until entries are added',
      'f:5:21: a.io/x is left out, because a.io is denied: here the more specific entry would win',
    ]);
  });
});

describe('lists', () => {
  it.each<[name: string, text: string, expected: string[]]>([
    ['commas', 'ghcr.io/acme,secureoci.com', ['ghcr.io/acme', 'secureoci.com']],
    [
      'lines, comments, quotes, a slash at the end',
      '# ours\nghcr.io/acme/ # all\n"quay.io/a"\n\'b.io\'\r\n',
      ['ghcr.io/acme', 'quay.io/a', 'b.io'],
    ],
    ['YAML', '- ghcr.io/acme\n- "quay.io" # x\n', ['ghcr.io/acme', 'quay.io']],
    ['JSON', '["ghcr.io/acme", "nginx"]', ['ghcr.io/acme', 'docker.io/library/nginx']],
    ['twice is once', 'a.io a.io/', ['a.io']],
    ['a star at the end', 'ghcr.io/acme/* *.azurecr.io/*', ['ghcr.io/acme', '*.azurecr.io']],
    ['a number', '- a.io\n- 5', ['f:2:3: expected a registry such as ghcr.io/acme, got a number']],
    ['a quote that is not closed', '"a.io', [expect.stringMatching(/^f:1:1: /) as unknown as string]],
    ['nothing', '# none\n', ['f:1:1: expected at least one registry, found none']],
    ['everything', '*', ['f:1:1: "*": it would admit every image: name each registry']],
    ['a policy', 'version: 1', ['f:1:1: expected a list, a Rego rule, K8sAllowedRepos or a Kyverno policy, but it is a policy already']],
    ['broken YAML', '- a\n- [', [expect.stringMatching(/^f:2:\d+: /) as unknown as string]],
  ])('%s', (_, text, expected) => {
    expect(entries(text)).toEqual(expected);
  });
});

describe('objects', () => {
  const gatekeeper = (repos: string): string =>
    `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sAllowedRepos\nspec:\n  parameters:\n    repos: ${repos}\n`;
  it('K8sAllowedRepos', () => {
    expect(entries(gatekeeper('["openpolicyagent/", "ghcr.io"]'))).toEqual(['docker.io/openpolicyagent', 'ghcr.io']);
    expect(differences(gatekeeper('["ghcr.io"]'))).toEqual([
      'f:5:5: image volumes are not judged there; here every image of a Pod is, in Pods and in all controllers',
      'f:5:13: the beginning "ghcr.io" also covers "ghcr.io.evil.io/x"; the entry ghcr.io means that one host',
    ]);
    expect(entries(gatekeeper('x'))).toEqual(['f:5:12: spec.parameters.repos: expected a list, got a string']);
    expect(entries(gatekeeper('[1]'))).toEqual(['f:5:13: spec.parameters.repos[0]: expected a text, got a number']);
  });

  const kyverno = (image: string): string =>
    `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec:\n  rules:\n  - name: a\n    match: {}\n    validate:\n      pattern:\n        spec:\n          =(initContainers):\n          - image: "${image}"\n          containers:\n          - image: "${image}"\n`;
  it('Kyverno', () => {
    expect(entries(kyverno('ghcr.io/acme/* | !quay.io/*'))).toEqual(['ghcr.io/acme', 'deny: quay.io']);
    expect(differences(kyverno('ghcr.io/acme/*'))).toEqual([
      'f:4:3: image volumes are not judged there; here every image of a Pod is, in Pods and in all controllers',
      'f:5:5: match and exclude are not read: add where, or exemptNamespaces',
      'f:7:5: it only reports there (failureAction Audit, by default); a policy denies: write mode: warn, or audit, until it should',
    ]);
    expect(entries(kyverno('*:*'))[0]).toBe('f:11:20: a pattern of tags (:*) is no entry: write require: { tags: { deny: [...] } }');
    expect(entries('apiVersion: kyverno.io/v1\nkind: Policy\nspec: {rules: []}')).toEqual([
      'f:3:15: expected a rule with validate.pattern that names an image, found none',
    ]);
  });
});

describe('what only reports', () => {
  const kyverno = (spec: string, validate: string): string =>
    `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec:${spec}\n  rules:\n  - validate:${validate}\n      pattern: {spec: {containers: [{image: "a.io/*"}]}}\n`;
  const gatekeeper = (action: string): string =>
    `kind: K8sAllowedRepos\nspec:\n  enforcementAction: ${action}\n  parameters:\n    repos: [a.io/]\n`;
  it.each<[string, string, string[]]>([
    ['Kyverno, by default', kyverno('', ''), ['f:5:5: it only reports there (failureAction Audit, by default)']],
    ['Kyverno, Audit', kyverno('\n  validationFailureAction: Audit', ''), ['f:6:5: it only reports there (failureAction Audit)']],
    ['Kyverno, enforce', kyverno('\n  validationFailureAction: enforce', ''), []],
    ['Kyverno, a rule that enforces', kyverno('\n  validationFailureAction: Audit', '\n      failureAction: Enforce'), []],
    ['Gatekeeper, dryrun', gatekeeper('dryrun'), ['f:3:22: it only reports there (enforcementAction dryrun)']],
    ['Gatekeeper, deny', gatekeeper('deny'), []],
    ['Rego that warns', 'warn[m] {\n  not startswith(i, "a.io/")\n}', ['f:1:1: the rule only warns there']],
    ['Rego that denies too', 'warn[m] {\n  not startswith(i, "a.io/")\n}\ndeny[m] {\n  not startswith(i, "a.io/")\n}', []],
  ])('%s', (_, text, expected) => {
    expect(differences(text).flatMap((line) => (/only (?:reports|warns) there/.test(line) ? [line.split('; ')[0]] : []))).toEqual(expected);
  });
});

describe('limits', () => {
  it('characters and entries', () => {
    expect(entries('a'.repeat(maxImportLength + 1))).toEqual([
      `f:1:1: ${maxImportLength + 1} characters, expected at most ${maxImportLength}`,
    ]);
    const many = Array.from({ length: maxImportedEntries + 1 }, (_, i) => `a${i}.io`).join();
    expect(entries(many)).toEqual([`f:1:1: ${maxImportedEntries + 1} entries, expected at most ${maxImportedEntries}`]);
  });

  it.each([
    ['quotes', 'startswith( "\\"'],
    ['calls', 'deny { startswith(x, '],
    ['brackets', 'startswith([{('],
    ['lines', '\n \n'],
    ['stars', '*'],
    ['deny rules', 'deny[m] { not startswith(i, "a.com/") }\n'],
  ])(
    'a text full of %s takes linear time',
    (_, part) => {
      const startedMs = performance.now();
      importPolicy(part.repeat(Math.floor(maxImportLength / part.length)), 'f');
      // Half a second on a quiet machine; quadratic would be many minutes.
      expect(performance.now() - startedMs).toBeLessThan(20_000);
    },
    60_000,
  );
});

it('whatever the text, it is a policy that loads or a problem with its place', async () => {
  const word = fc.constantFrom(
    'deny',
    'not',
    'startswith(',
    'image',
    ',',
    ')',
    '{',
    '}',
    '[',
    ']',
    '"a.com/x"',
    '"nginx"',
    ':=',
    'x',
    '\n',
    '- ',
    '*',
    '#',
    'ghcr.io/acme',
    'kind: K8sAllowedRepos',
    ':',
  );
  const texts = fc.oneof(
    fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const imported = importPolicy(text, 'f');
      if ('problems' in imported) for (const line of imported.problems) expect(line).toMatch(/^f:\d+:\d+: [ -~]+$/);
      else expect(await loadPolicy({ allowlist: null, document: { name: 'p', text: imported.document } })).toHaveProperty('policy');
    }),
    { numRuns: 2000 },
  );
});
