/** The table of verdicts, and the function that fills it. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { imageEvents, inspectorEvent } from '../../../infra/evidence/events.ts';
import type { ImageWardenProps } from '../../../infra/settings/props.ts';
import { parseImageEvent } from '../../../lambda/image-event.ts';
import { configurations } from '../configurations.ts';
import { assetOf, flat, ofType, synth } from '../synth.ts';

const template = synth(configurations['judged ahead of admission'] as ImageWardenProps);
const [first, ahead] = ofType(template, 'AWS::Lambda::Function');

describe('the table of verdicts', () => {
  const [table] = Object.values(template.resources).filter(({ Type }) => Type === 'AWS::DynamoDB::Table');

  it('costs by use, forgets by itself, and goes with the stack', () => {
    expect(table?.Properties).toEqual({
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    expect(table?.DeletionPolicy).toBe('Delete');
  });

  it('is known to both functions, and to nobody where there is none', () => {
    for (const fn of [first, ahead]) expect(flat(fn.Environment.Variables.IMAGE_WARDEN_VERDICT_TABLE)).toBe('<ImageWardenVerdicts>');
    expect(ofType(synth(), 'AWS::DynamoDB::Table')).toEqual([]);
  });

  it('may stand without the second function', () => {
    const alone = synth({ evidenceTable: true });
    expect(ofType(alone, 'AWS::Lambda::Function')).toHaveLength(1);
    expect(ofType(alone, 'AWS::DynamoDB::Table')).toHaveLength(1);
  });
});

describe('the second function', () => {
  it('is another entry of the same code', () => {
    expect(ahead).toMatchObject({
      Handler: 'ahead.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 60,
    });
    expect(ahead.Code).toEqual(first.Code);
    expect(readdirSync(assetOf(template)).toSorted()).toEqual(['ahead.mjs', 'index.mjs']);
  });

  it('is not weaker than the first', () => {
    const strong = synth({ ...configurations['judged ahead of admission'], memoryMb: 1024 });
    expect(ofType(strong, 'AWS::Lambda::Function').map(({ MemorySize }) => MemorySize)).toEqual([1024, 1024]);
  });

  it('is tried three times, within an hour', () => {
    expect(ofType(template, 'AWS::Lambda::EventInvokeConfig')).toEqual([
      expect.objectContaining({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 }),
    ]);
  });

  it('tells where its log is', () => {
    expect(flat(template.outputs['AheadLog']?.Value)).toBe('<ImageWardenAheadEvents>');
  });
});

describe('the events', () => {
  it('of pushes and scans go to it', () => {
    const rules = ofType(template, 'AWS::Events::Rule').filter(({ EventPattern }) => EventPattern !== undefined);
    expect(rules.map(({ EventPattern }) => EventPattern)).toEqual(
      [imageEvents.Pushed, imageEvents.Scanned, inspectorEvent].map(({ source, detailType, detail }) => ({
        source,
        'detail-type': detailType,
        detail,
      })),
    );
    for (const { Targets } of rules) expect(flat(Targets[0].Arn)).toBe('<ImageWardenAheadHandler.Arn>');
  });

  it('of Inspector are heard where it scans', () => {
    const { inspector: _, ...basic } = configurations['judged ahead of admission'] as ImageWardenProps;
    expect(ofType(synth(basic), 'AWS::Events::Rule').filter(({ EventPattern }) => EventPattern !== undefined)).toHaveLength(2);
  });

  it('of a day come where trust is refreshed', () => {
    const scheduled = ofType(template, 'AWS::Events::Rule').filter(({ EventPattern }) => EventPattern === undefined);
    expect(scheduled.map(({ ScheduleExpression }) => ScheduleExpression)).toEqual(['rate(1 day)']);
    expect(flat(scheduled[0].Targets[0].Arn)).toBe('<ImageWardenAheadHandler.Arn>');
    const { trustRefresh: _, ...pinned } = configurations['judged ahead of admission'] as ImageWardenProps;
    expect(ofType(synth(pinned), 'AWS::Events::Rule')).toHaveLength(3);
  });

  it.each(Object.entries({ ...imageEvents, Inspected: inspectorEvent }))('%s is one that the function reads', (_, pattern) => {
    const detail = Object.fromEntries(Object.entries(pattern.detail ?? {}).map(([key, values]) => [key, values[0]]));
    const event = {
      source: pattern.source?.[0],
      'detail-type': pattern.detailType?.[0],
      account: '111122223333',
      region: 'eu-west-1',
      detail: { ...detail, 'repository-name': 'acme/app', 'image-digest': `sha256:${'0'.repeat(64)}` },
    };
    expect(parseImageEvent(event)).not.toBeNull();
  });
});
