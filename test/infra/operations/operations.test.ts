/** What wakes somebody, and what they see then. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { questions } from '../../../infra/operations/queries.ts';
import type { ImageWardenProps } from '../../../infra/settings/props.ts';
import { configurations } from '../configurations.ts';
import { flat, ofType, type Synthesised, synth } from '../synth.ts';

const template = synth();
const ahead = synth(configurations['judged ahead of admission'] as ImageWardenProps);
const counted = synth(configurations['linear, a topic, each cluster counted'] as ImageWardenProps);

/** `name: metric statistic >= threshold, bad of minutes` */
function alarmsOf(each: Synthesised): string[] {
  return ofType(each, 'AWS::CloudWatch::Alarm').map((alarm) => {
    const name = flat(alarm.AlarmDescription).replace(/^<AWS::StackName> (\S+): .*$/, '$1');
    const sign = alarm.ComparisonOperator === 'GreaterThanOrEqualToThreshold' ? '>=' : '<';
    const minutes = `${alarm.DatapointsToAlarm ?? 1} of ${alarm.EvaluationPeriods} x ${alarm.Period} s`;
    return `${name}: ${alarm.Namespace}/${alarm.MetricName} ${alarm.Statistic ?? alarm.ExtendedStatistic} ${sign} ${alarm.Threshold}, ${minutes}, missing ${alarm.TreatMissingData}`;
  });
}

describe('the alarms', () => {
  it('are these', () => {
    expect(alarmsOf(template)).toEqual([
      'Errors: AWS/Lambda/Errors Sum >= 1, 2 of 5 x 60 s, missing notBreaching',
      'Throttles: AWS/Lambda/Throttles Sum >= 1, 2 of 5 x 60 s, missing notBreaching',
      'Slow: AWS/Lambda/Duration p99 >= 4000, 3 of 5 x 60 s, missing notBreaching',
      'ServerErrors: AWS/ApiGateway/5XXError Sum >= 1, 2 of 5 x 60 s, missing notBreaching',
      'Undecided: ImageWarden/prod/Undecided Sum >= 1, 2 of 5 x 60 s, missing notBreaching',
      'StalePolicy: ImageWarden/prod/StalePolicy Sum >= 1, 5 of 10 x 60 s, missing notBreaching',
      'PolicyProblem: ImageWarden/prod/PolicyProblem Sum >= 1, 1 of 1 x 60 s, missing notBreaching',
      'Unauthorized: ImageWarden/prod/Unauthorized Sum >= 1, 3 of 15 x 60 s, missing notBreaching',
      'BreakGlass: ImageWarden/prod/BreakGlass Sum >= 1, 1 of 1 x 60 s, missing notBreaching',
      'FailOpen: ImageWarden/prod/FailOpen Sum >= 1, 1 of 1 x 60 s, missing notBreaching',
    ]);
  });

  it('watch the alias and this API', () => {
    const dimensions = ofType(template, 'AWS::CloudWatch::Alarm').map(({ Dimensions }) =>
      (Dimensions ?? []).map(({ Name, Value }: { Name: string; Value: unknown }) => `${Name}=${flat(Value)}`).join(' '),
    );
    const live = 'FunctionName=<ImageWardenFunctionHandler> Resource=<ImageWardenFunctionHandler>:live';
    expect(dimensions).toEqual([live, live, live, 'ApiName=<AWS::StackName>', '', '', '', '', '', '']);
  });

  it('tell of a cluster that fell silent, where clusters are counted', () => {
    expect(alarmsOf(counted).slice(10)).toEqual([
      'Silent: ImageWarden/Reviews Sum < 1, 1 of 1 x 3600 s, missing breaching',
      'Silent: ImageWarden/Reviews Sum < 1, 1 of 1 x 3600 s, missing breaching',
    ]);
  });

  it('tell of an image that was not judged ahead of admission, where images are', () => {
    expect(alarmsOf(ahead).slice(10)).toEqual([
      'AheadDropped: AWS/Lambda/AsyncEventsDropped Sum >= 1, 1 of 1 x 60 s, missing notBreaching',
    ]);
    expect(ofType(ahead, 'AWS::CloudWatch::Alarm').at(-1).Dimensions).toEqual([
      { Name: 'FunctionName', Value: { Ref: expect.stringMatching(/^ImageWardenAheadHandler/) } },
    ]);
  });

  it('move with the timeout', () => {
    const quick = synth({ functionTimeoutSeconds: 4 });
    expect(ofType(quick, 'AWS::CloudWatch::Alarm').find(({ MetricName }) => MetricName === 'Duration').Threshold).toBe(2000);
  });

  it('tell the topic when they begin and when they end', () => {
    for (const { AlarmActions: begin, OKActions: end } of ofType(counted, 'AWS::CloudWatch::Alarm'))
      expect([begin, end]).toEqual([['arn:aws:sns:eu-west-1:111122223333:on-call'], ['arn:aws:sns:eu-west-1:111122223333:on-call']]);
    expect(ofType(template, 'AWS::CloudWatch::Alarm').flatMap(({ AlarmActions }) => AlarmActions ?? [])).toEqual([]);
  });

  it('have a section each in the guide', () => {
    const guide = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const names = [...alarmsOf(counted), ...alarmsOf(ahead)].map((line) => line.replace(/:.*$/, ''));
    expect([...new Set(names)].filter((name) => !guide.includes(`\n### ${name}\n`))).toEqual([]);
  });
});

describe('the metric filters', () => {
  it('count what the records say', () => {
    const filters = ofType(template, 'AWS::Logs::MetricFilter').map((each) => [
      each.MetricTransformations[0].MetricName,
      each.FilterPattern,
      flat(each.LogGroupName),
    ]);
    const log = '<ImageWardenFunctionDecisions>';
    expect(filters).toEqual([
      ['BreakGlass', '{ ($.type = "decision") && ($.break-glass = "*") }', log],
      ['FailOpen', '{ ($.type = "decision") && ($.fail-open = "*") }', log],
      ['Undecided', '{ ($.type = "decision") && ($.allowed IS FALSE) && ($.code = 503) }', log],
      ['StalePolicy', '{ ($.type = "decision") && ($.stale IS TRUE) }', log],
      ['PolicyProblem', '{ ($.type = "policy") && ($.level = "ERROR") }', log],
      ['Unauthorized', '{ $.type = "unauthorized" }', log],
    ]);
  });

  it('count each deployment for itself', () => {
    const namespaces = ofType(synth({ stage: 'dev' }), 'AWS::Logs::MetricFilter').map(
      (each) => each.MetricTransformations[0].MetricNamespace,
    );
    expect(new Set(namespaces)).toEqual(new Set(['ImageWarden/dev']));
  });
});

describe('a canary', () => {
  it('is undone by what a bad version does, not by what a bad day does', () => {
    const [group] = ofType(counted, 'AWS::CodeDeploy::DeploymentGroup');
    const names = group.AlarmConfiguration.Alarms.map(({ Name }: { Name: unknown }) =>
      flat(Name).replace(/<ImageWardenOperationsAlarms(.*)>/, '$1'),
    );
    expect(names).toEqual(['Errors', 'Slow', 'ServerErrors', 'Undecided']);
    expect(group.AutoRollbackConfiguration).toEqual({
      Enabled: true,
      Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
    });
    expect(flat(group.DeploymentConfigName)).toContain('CodeDeployDefault.LambdaLinear10PercentEvery1Minute');
  });

  it('takes a tenth for five minutes', () => {
    const canary = synth({ rollout: 'canary' });
    expect(flat(ofType(canary, 'AWS::CodeDeploy::DeploymentGroup')[0].DeploymentConfigName)).toContain(
      'CodeDeployDefault.LambdaCanary10Percent5Minutes',
    );
    expect(ofType(template, 'AWS::CodeDeploy::DeploymentGroup')).toEqual([]);
  });
});

describe('the dashboard', () => {
  const titlesOf = (each: Synthesised): string[] =>
    [...flat(ofType(each, 'AWS::CloudWatch::Dashboard')[0].DashboardBody).matchAll(/"title":"([^"]*)"/g)].map(([, title = '']) => title);

  it('shows this', () => {
    expect(titlesOf(template)).toEqual([
      'Alarms',
      'Reviews',
      'Denials by rule',
      'Age of the policy, seconds',
      'Latency, ms',
      'Decision alone, ms',
      'Invocations at once',
      'Failures',
      'Policy',
      'People',
    ]);
  });

  it('shows the second function where there is one', () => {
    expect(titlesOf(ahead).slice(10)).toEqual(['Ahead of admission', 'Ahead of admission, ms']);
  });

  it('shows each cluster where they are counted', () => {
    expect(titlesOf(counted).slice(10)).toEqual(['Reviews by cluster', 'Denied by cluster']);
  });
});

describe('the saved queries', () => {
  it('ask the decision log', () => {
    const queries = ofType(template, 'AWS::Logs::QueryDefinition');
    expect(queries.map(({ Name }) => flat(Name))).toEqual(questions.map(({ title }) => `<AWS::StackName>/${title}`));
    for (const { LogGroupNames, QueryString } of queries) {
      expect(LogGroupNames.map(flat)).toEqual(['<ImageWardenFunctionDecisions>']);
      expect(QueryString).toMatch(/\bfilter\b/);
    }
  });
});
