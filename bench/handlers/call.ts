/** The signed call alone: what a first answer over https pays for its policy, without the policy. */
import { getParametersOf } from '../../adapters/ssm.ts';
import { readSettings } from '../../lambda/settings.ts';

const getParameters = getParametersOf(readSettings(process.env));
const names = ['allowlist', 'policy', 'clusters'].map((name) => `/image-warden/prod/${name}`);

export const handler = async (): Promise<object> => {
  const { size } = await getParameters(names, 5000);
  return { statusCode: 200, headers: {}, body: String(size), isBase64Encoded: false };
};
