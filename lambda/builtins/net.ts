/** What the registry client wants of node:net, without the cost of its ESM import (build.ts puts this in its place). */
export const { BlockList, isIP } = process.getBuiltinModule('node:net');
