/** What trust-update.ts wants of node:path, without the cost of its ESM import (build.ts puts this in its place). */
export const { join } = process.getBuiltinModule('node:path');
