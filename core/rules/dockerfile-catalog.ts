/** Every rule about Dockerfiles as data: for the rule reference and for reports that explain themselves. */
import type { RuleInfo } from '../report/rule-info.ts';
import { dockerfileExamples } from './dockerfile/examples.ts';
import { dockerfileRules } from './dockerfile/index.ts';
import type { DockerfileRule } from './dockerfile-rule.ts';
import { judgeDockerfile } from './judge-dockerfile.ts';

/** The fix depends on what is found: the reference shows the one of its example. */
function fixOf({ id }: DockerfileRule, failing: string): string {
  const { violations } = judgeDockerfile(failing, { buildArgs: new Map(), target: null, rules: new Map() });
  return violations.find(({ rule }) => rule === id)?.fix.split('\n', 1)[0] ?? '';
}

/** In the order of the rules. */
export const dockerfileCatalog: readonly RuleInfo[] = dockerfileRules.map((rule): RuleInfo => {
  const { id, alias, severity, summary, reference } = rule;
  const { failing = '', passing = '' } = dockerfileExamples[id] ?? {};
  return { id, alias, level: 'dockerfile', severity, since: null, summary, fix: fixOf(rule, failing), reference, failing, passing };
});
