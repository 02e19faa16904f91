/** Every rule as data. An id that is a rule about workloads and one about Dockerfiles (`mutable-tag`) stands there twice. */
import type { RuleInfo } from '../report/rule-info.ts';
import { catalog } from './catalog.ts';
import { dockerfileCatalog } from './dockerfile-catalog.ts';

/** In the order of the reference. */
export const everyRule: readonly RuleInfo[] = [...catalog, ...dockerfileCatalog];

/** One for each id, for outputs that know a rule by its id alone. */
export const rulesById: readonly RuleInfo[] = everyRule.filter(({ id }, at) => everyRule.findIndex((other) => other.id === id) === at);
