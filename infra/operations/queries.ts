/** Questions to the decision log, saved in CloudWatch Logs Insights. */
import { Aws } from 'aws-cdk-lib';
import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

interface Question {
  readonly title: string;
  readonly lines: readonly string[];
}

const decisions = "filter type = 'decision'";
const denials = "filter type = 'decision' and allowed = 0";

export const deniedByRule: Question = {
  title: 'Denials by rule',
  lines: [denials, 'stats count(*) as denials by rule', 'sort denials desc'],
};

export const questions: readonly Question[] = [
  deniedByRule,
  {
    title: 'Latest denials',
    lines: [
      'fields @timestamp, cluster, namespace, object, user, rule, findings.0.detail, verdict',
      denials,
      'sort @timestamp desc',
      'limit 100',
    ],
  },
  {
    title: 'What enforce would deny',
    lines: [
      'fields @timestamp, cluster, namespace, object, rule, findings.0.severity, findings.0.detail',
      `${decisions} and allowed = 1 and ispresent(rule)`,
      'sort @timestamp desc',
      'limit 100',
    ],
  },
  {
    title: 'Images denied most',
    lines: [denials, 'stats count(*) as denials, count_distinct(cluster) as clusters by images.0', 'sort denials desc', 'limit 50'],
  },
  {
    title: 'Break-glass and fail-open',
    lines: [
      'fields @timestamp, cluster, namespace, object, user, `break-glass`, `fail-open`, verdict',
      `${decisions} and (ispresent(\`break-glass\`) or ispresent(\`fail-open\`))`,
      'sort @timestamp desc',
    ],
  },
  {
    title: 'Policies in force',
    lines: [decisions, 'stats count(*) as decisions, min(@timestamp) as first, max(@timestamp) as last by policy, stale', 'sort last desc'],
  },
  {
    title: 'Troubles with the policy',
    lines: ['fields @timestamp, level, message, policy', "filter type = 'policy'", 'sort @timestamp desc', 'limit 100'],
  },
  { title: 'One verdict', lines: ['fields @timestamp, @message', "filter verdict = 'PASTE THE VERDICT OF THE DENIAL'"] },
];

export function addQueries(scope: Construct, log: ILogGroup): void {
  for (const { title, lines } of questions)
    new CfnQueryDefinition(scope, `Query ${title}`, {
      name: `${Aws.STACK_NAME}/${title}`,
      queryString: lines.join('\n| '),
      logGroupNames: [log.logGroupName],
    });
}
