import { describe, expect, it } from '@jest/globals';
import { fields } from '../../infra/settings/fields.ts';
import { configurations } from './configurations.ts';
import { differences, ofType, type Synthesised, synth, withoutHashes } from './synth.ts';

const plain = withoutHashes(synth());

it('by default is what it was', () => {
  expect(plain).toMatchSnapshot();
});

describe.each(Object.entries(configurations))('deployment: %s', (_name, props) => {
  const template = synth(props);

  it('has no unexplained finding of cdk-nag', () => {
    expect(template.findings).toEqual([]);
  });

  it('is what it was', () => {
    expect(differences(plain, withoutHashes(template))).toMatchSnapshot();
  });

  it('gives the function no permission that its options do not need', () => {
    const asksEvidence = ['evidenceTable', 'ecrRepositoryArns', 'kmsKeyArns', 'registryCredentials', 'awsSigner'].some((key) =>
      Object.hasOwn(props, key),
    );
    expect(permissionsOf(template)).toEqual(asksEvidence ? expect.anything() : permissionsOf(synth()));
  });

  it('grants no action on everything but those that know no narrower resource', () => {
    const statements = JSON.stringify(template.json).match(/\{"Action":[^{}]*?"Resource":"\*"\}/g) ?? [];
    const ecr = props.ecrRepositoryArns === undefined ? [] : ['ecr:GetAuthorizationToken'];
    const inspector = ['inspector2:ListAccountPermissions', 'inspector2:ListCoverage', 'inspector2:ListFindings'];
    const granted = statements.flatMap((statement) => JSON.parse(statement).Action);
    const signer = props.awsSigner === true ? ['signer:GetRevocationStatus'] : [];
    expect([...new Set(granted)].toSorted()).toEqual([...ecr, ...signer, ...(props.inspector === true ? inspector : [])]);
  });
});

it('tries every property', () => {
  const tried = new Set(Object.values(configurations).flatMap(Object.keys));
  // Those have tables of their own.
  const elsewhere = ['artifact', 'functionTimeoutSeconds', 'integrationTimeoutSeconds', 'policySnapshot', 'stage'];
  expect(
    Object.keys(fields)
      .filter((key) => !tried.has(key))
      .toSorted(),
  ).toEqual(elsewhere);
});

function permissionsOf(template: Synthesised): unknown {
  return ofType(template, 'AWS::IAM::Policy').find(({ PolicyName }) => PolicyName.startsWith('ImageWardenFunctionRole'));
}
