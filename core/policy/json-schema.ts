/**
 * The policy's definition as a JSON Schema (2020-12), for editors: completion, hover texts and most errors while typing. What
 * a schema cannot say (scopes, calendars, entries that clash) is left to the reader, which refuses all that the schema does.
 */
import { documentShape } from './definition.ts';
import { maxPlainLength, type ObjectShape, type Shape, type TextShape } from './shape.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/** The whole document's schema. */
export function policyJsonSchema(): JsonSchema {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Image Warden policy', ...schemaOf(documentShape) };
}

function schemaOf(shape: Shape): JsonSchema {
  return { description: shape.doc, ...ofType(shape) };
}

function ofType(shape: Shape): JsonSchema {
  switch (shape.type) {
    case 'text':
      return ofText(shape);
    case 'choice':
      return { enum: shape.values };
    case 'flag':
      return { type: 'boolean' };
    case 'number':
      return { type: 'integer', minimum: shape.min, maximum: shape.max };
    case 'list':
      return { type: 'array', items: schemaOf(shape.of), ...(shape.min === undefined ? {} : { minItems: shape.min }), maxItems: shape.max };
    case 'map':
      return {
        type: 'object',
        propertyNames: ofText(shape.key),
        additionalProperties: schemaOf(shape.of),
        maxProperties: shape.max,
      };
    case 'object':
      return ofObject(shape);
    case 'either':
      return { anyOf: shape.of.map(schemaOf) };
  }
}

/** No text of the policy may be empty. */
function ofText({ pattern, maxLength, check }: TextShape): JsonSchema {
  const longest = maxLength ?? (check === undefined ? maxPlainLength : undefined);
  return {
    type: 'string',
    minLength: 1,
    ...(longest === undefined ? {} : { maxLength: longest }),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

function ofObject({ keys, required = [], exclusive = [], anyOf = [] }: ObjectShape): JsonSchema {
  const pairs = exclusive.map((pair) => ({ not: { required: pair } }));
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(keys).map(([key, shape]) => [key, schemaOf(shape)])),
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    ...(anyOf.length === 0 ? {} : { anyOf: anyOf.map((key) => ({ required: [key] })) }),
    ...(pairs.length === 0 ? {} : { allOf: pairs }),
  };
}
