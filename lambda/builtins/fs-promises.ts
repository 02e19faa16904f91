/** What trust-update.ts wants of node:fs/promises, without the cost of its ESM import (build.ts puts this in its place). */
export const { mkdir, readFile, writeFile } = process.getBuiltinModule('node:fs/promises');
