/** Which shell runs a stage's RUN: what SHELL, a `# hadolint shell=` comment or a Windows base image say. */
import type { Comment } from './logical.ts';

const others = new Set(['pwsh', 'powershell', 'cmd']);

/** Whether the shell speaks POSIX; null: the default of Linux images, `/bin/sh -c`. */
export function isPosixShell(shell: readonly string[] | null): boolean {
  return !others.has(programName(shell?.[0] ?? ''));
}

/** `/usr/bin/bash` and `C:\\...\\PowerShell.exe` to `bash` and `powershell`. */
export function programName(path: string): string {
  return path
    .slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
    .toLowerCase()
    .replace(/\.exe$/, '');
}

/** The base images of Windows run `cmd /S /C`. */
export function defaultShell(image: string | null): readonly string[] | null {
  return image !== null && /(?:^|\/)windows\/|windowsservercore|nanoserver|servercore/i.test(image) ? ['cmd', '/S', '/C'] : null;
}

export interface ShellPragma {
  readonly line: number;
  readonly shell: readonly string[];
}

/** `# hadolint shell=powershell`: holds until the next FROM or SHELL. */
export function shellPragmas(comments: readonly Comment[]): ShellPragma[] {
  return comments.flatMap(({ text, line }) => {
    const [, shell] = /^hadolint\s+shell\s*=\s*([^\s#]{1,64})/.exec(text) ?? [];
    return shell === undefined ? [] : [{ line, shell: [shell] }];
  });
}
