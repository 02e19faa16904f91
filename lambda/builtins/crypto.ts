/** What the core wants of node:crypto, without the cost of its ESM import (build.ts puts this in its place). */
export const { X509Certificate, constants, createHash, createPublicKey, hash, randomFillSync, timingSafeEqual, verify } =
  process.getBuiltinModule('node:crypto');
