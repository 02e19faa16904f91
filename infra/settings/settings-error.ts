/** A deployment that cannot be as somebody wrote it: told in its message, no stack. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}
