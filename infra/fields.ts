/** What each property accepts. The type makes a property without an entry impossible. */
import { type Field, flag, oneOf, text, wholeNumber } from './field.ts';
import type { ImageWardenProps } from './props.ts';

/** Days that CloudWatch Logs accepts (API reference, PutRetentionPolicy). */
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

export const fields: Readonly<Record<keyof ImageWardenProps, Field>> = {
  stage: text('1-32 characters of a-z, 0-9 and "-", the first a letter', 'prod', /^[a-z][a-z0-9-]{0,31}$/),
  memoryMb: wholeNumber('MB', 512, 128, 10_240),
  functionTimeoutSeconds: wholeNumber('seconds', 8, 1, 29),
  integrationTimeoutSeconds: wholeNumber('seconds', 9, 1, 29),
  maxStaleSeconds: wholeNumber('seconds', 3600, 60, 86_400),
  logRetentionDays: oneOf(90, ...retentionDays),
  createApiLogRole: flag(false),
  artifact: text('the path of a folder', 'dist', /./),
};
