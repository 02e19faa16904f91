/** `npm run schema`: writes the policy's JSON Schema for editors, examples/policy.schema.json. */
import { writeFileSync } from 'node:fs';
import { policyJsonSchema } from './core/policy/json-schema.ts';

writeFileSync(new URL('./examples/policy.schema.json', import.meta.url), `${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
