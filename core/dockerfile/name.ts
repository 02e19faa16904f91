/** Whether a file is a Dockerfile: by its name, or by what stands in it. */
import { readDirectives } from './directives.ts';
import { physicalLines } from './lines.ts';

/** `Dockerfile`, `Dockerfile.dev`, `api.Dockerfile`, `Containerfile` alike, in any folder; not `Dockerfile.dockerignore`. */
export function isDockerfileName(path: string): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  return (
    /^(?:.+[.-])?(?:dockerfile|containerfile)(?:[.-].+)?$/.test(name) &&
    !name.endsWith('.dockerignore') &&
    !/\.(?:md|ts|js|ya?ml|json)$/.test(name)
  );
}

/** The first instruction is FROM, or ARG before a FROM; only comments, directives and blanks stand above. Looks at 64 KiB. */
export function looksLikeDockerfile(text: string): boolean {
  if (text.includes('\0')) return false;
  const lines = physicalLines(text.slice(0, maxLookedAt));
  if (readDirectives(lines).syntax !== null && lines[0]?.text.startsWith('#')) return true;
  for (const { text: line } of lines) {
    const [word = ''] = /^\s*(\S{1,16})/.exec(line)?.slice(1) ?? [];
    if (word === '' || word.startsWith('#')) continue;
    if (/^from$/i.test(word)) return /^\s*from\s+(?:--\S+\s+)*[^\s"'=]+(?:\s+as\s+\S+)?\s*\\?$/i.test(line);
    if (!/^arg$/i.test(word)) return false;
  }
  return false;
}

const maxLookedAt = 65_536;
