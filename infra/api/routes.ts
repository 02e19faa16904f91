/** The routes of the service, as API Gateway resources. */
import { AuthorizationType } from 'aws-cdk-lib/aws-apigateway';

interface ApiRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** IAM: AWS says who calls. NONE: the token in the path does, or there is nothing to guard. */
  readonly authorizationType: AuthorizationType;
}

const { IAM, NONE } = AuthorizationType;
const review = (action: string): ApiRoute => ({
  method: 'POST',
  path: `/v1/clusters/{cluster}/{token}/${action}`,
  authorizationType: NONE,
});

export const checkRoute: ApiRoute = { method: 'POST', path: '/v1/check', authorizationType: IAM };
export const healthRoute: ApiRoute = { method: 'GET', path: '/healthz', authorizationType: NONE };

export const routes: readonly ApiRoute[] = [review('admission'), review('mutation'), review('image-policy'), checkRoute, healthRoute];
