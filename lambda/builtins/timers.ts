/** What middy wants of node:timers, without the cost of its ESM import (build.ts puts this in its place). */
export const { setTimeout } = process.getBuiltinModule('node:timers');
