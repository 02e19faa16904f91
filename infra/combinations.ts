/** Properties that are right alone and wrong together. */
import { type Settings, webhookTimeoutSeconds } from './props.ts';

interface Combination {
  readonly wrong: (settings: Settings) => boolean;
  readonly message: (settings: Settings) => string;
}

const combinations: readonly Combination[] = [
  {
    wrong: (s) => s.functionTimeoutSeconds >= s.integrationTimeoutSeconds || s.integrationTimeoutSeconds >= webhookTimeoutSeconds,
    message: (s) =>
      `functionTimeoutSeconds (${s.functionTimeoutSeconds}) < integrationTimeoutSeconds (${s.integrationTimeoutSeconds}) < ` +
      `${webhookTimeoutSeconds}, the webhook's: expected this order, or the API server gives up before the verdict; for example 8 and 9`,
  },
];

/** One message for each wrong combination. */
export function wrongCombinations(settings: Settings): string[] {
  return combinations.filter(({ wrong }) => wrong(settings)).map(({ message }) => message(settings));
}
