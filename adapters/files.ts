/** What went wrong with a file, in words. */

const words: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'it may not be read: permission denied'],
  ['EISDIR', 'it is a directory, expected a file'],
  ['ENOTDIR', 'a part of the path is no directory'],
  ['ELOOP', 'its symbolic links go in a circle'],
]);

/** One line: `FILE: there is no such file`. */
export function describeFileError(file: string, error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return `${file}: ${words.get(code) ?? (error instanceof Error ? error.message : String(error))}`;
}
