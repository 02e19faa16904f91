/** What the core wants of node:crypto, without the cost of its ESM import (build.ts puts this in its place). */
export const { createHash, hash, randomFillSync, timingSafeEqual } = process.getBuiltinModule('node:crypto');
