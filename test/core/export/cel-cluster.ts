/** What an API server does with a ValidatingAdmissionPolicy, by a CEL library: variables on demand, errors deny. */
import { Environment } from '@marcbachmann/cel-js';
import type { Exported } from '../../../core/export/admission-policy.ts';

export interface AdmissionRequest {
  readonly kind: string;
  readonly operation: 'CREATE' | 'UPDATE';
  readonly namespace: string;
  readonly name?: string;
  readonly object: unknown;
  readonly oldObject?: unknown;
}

interface Spec {
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly { readonly expression: string; readonly message: string; readonly messageExpression?: string }[];
  readonly matchConstraints: {
    readonly namespaceSelector?: { readonly matchExpressions: readonly { readonly values: readonly string[] }[] };
  };
}

export function specOf({ objects }: Exported): Spec {
  return (objects[0] as { readonly spec: Spec }).spec;
}

type Program = (context: Record<string, unknown>) => unknown;

function compile(expression: string): Program {
  return new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false, limits: { maxListElements: 10_000 } })
    .registerVariable('object', 'dyn')
    .registerVariable('oldObject', 'dyn')
    .registerVariable('request', 'dyn')
    .registerVariable('variables', 'dyn')
    .parse(expression);
}

/** Null: admitted; else the message, which begins with `error:` when the evaluation failed. */
export function cluster(spec: Spec): (request: AdmissionRequest) => string | null {
  const variables = spec.variables.map(({ name, expression }) => [name, compile(expression)] as const);
  const validations = spec.validations.map(({ expression, message, messageExpression }) => ({
    holds: compile(expression),
    words: messageExpression === undefined ? () => message : compile(messageExpression),
  }));
  const exempt = spec.matchConstraints.namespaceSelector?.matchExpressions.flatMap(({ values }) => values) ?? [];
  return (request) => {
    if (exempt.includes(request.namespace)) return null;
    const context = contextOf(request, variables);
    try {
      const broken = validations.find(({ holds }) => holds(context) !== true);
      return broken === undefined ? null : String(broken.words(context));
    } catch (error) {
      return `error: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
}

function contextOf(request: AdmissionRequest, variables: readonly (readonly [string, Program])[]): Record<string, unknown> {
  const { kind, operation, namespace, name = '', object, oldObject = null } = request;
  const context = { object, oldObject, request: { kind: { kind }, operation, namespace, name }, variables: {} };
  for (const [key, program] of variables) {
    let value: { readonly is: unknown } | null = null;
    const get = (): unknown => {
      value ??= { is: program(context) };
      return value.is;
    };
    Object.defineProperty(context.variables, key, { enumerable: true, get });
  }
  return context;
}
