/** What middy wants of node:http, without the cost of its ESM import (build.ts puts this in its place). */
export const { STATUS_CODES } = process.getBuiltinModule('node:http');
