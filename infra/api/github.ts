/** A role for GitHub's workflows: it may ask `/v1/check` and nothing else. */
import { Aws } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnOIDCProvider, PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Settings } from '../settings/defaults.ts';
import { checkRoute } from './routes.ts';

const issuer = 'token.actions.githubusercontent.com';
/** What aws-actions/configure-aws-credentials asks the token for. */
const audience = 'sts.amazonaws.com';

export class GithubRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { githubSubjects, createGithubProvider, stage }: Settings, api: RestApi) {
    super(scope, id);
    const provider = createGithubProvider
      ? new CfnOIDCProvider(this, 'Provider', { url: `https://${issuer}`, clientIdList: [audience] }).attrArn
      : `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:oidc-provider/${issuer}`;
    const assumedBy = new WebIdentityPrincipal(provider, {
      StringEquals: { [`${issuer}:aud`]: audience },
      // A trailing * is the only wildcard that a subject can have here.
      StringLike: { [`${issuer}:sub`]: [...githubSubjects] },
    });
    this.role = new Role(this, 'Role', { description: 'May ask Image Warden whether images may run', assumedBy });
    const resources = [api.arnForExecuteApi(checkRoute.method, checkRoute.path, stage)];
    this.role.addToPolicy(new PolicyStatement({ actions: ['execute-api:Invoke'], resources }));
  }
}
