/** Wrong usage, unreadable input or a bad policy: one or more lines for a person, exit code 2, no stack. */
export class UsageError extends Error {
  override name = 'UsageError';
}
