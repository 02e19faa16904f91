/** Paths as Dockerfiles write them, of Linux and of Windows. */

/** Absolute, or of a variable that nobody knows. */
export function isAbsolute(path: string): boolean {
  return /^(?:[/$]|[A-Za-z]:(?:[/\\]|$))/.test(path);
}

export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

export function isUrl(source: string): boolean {
  return /^(?:https?|ftp|git|ssh):\/\/|^git@/i.test(source);
}

/** What ADD unpacks (docs.docker.com/reference/dockerfile, ADD), by name. */
export function isArchive(path: string): boolean {
  return /\.(?:tar|gz|bz2|xz|zst|lzma|tgz|tbz2?|tb2|tlz|tpz|txz|tzst|Z|tZ)$/.test(path);
}

/** Sources and destination of ADD and COPY; heredocs are no sources. */
export function copied(words: readonly string[]): { sources: string[]; destination: string } {
  return { sources: words.slice(0, -1).filter((word) => !word.startsWith('<<')), destination: words.at(-1) ?? '' };
}
