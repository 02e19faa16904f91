/** What trust-update.ts wants of node:util, without the cost of its ESM import (build.ts puts this in its place). */
export const { types } = process.getBuiltinModule('node:util');
