/** Examples of rules: manifests as people write them, as short as they can be and still be whole. */

export interface RuleExample {
  /** A document in which the rule finds something. */
  readonly failing: string;
  /** Its cure: the rule finds nothing. */
  readonly passing: string;
  /** The policy that both are judged by; null where any will do. */
  readonly policy: string | null;
}

export function example(failing: string, passing: string, policy: string | null = null): RuleExample {
  return { failing, passing, policy };
}

/** A Pod; its spec as lines that begin at the left. */
export function pod(spec: readonly string[], metadata: readonly string[] = ['name: web']): string {
  return ['apiVersion: v1', 'kind: Pod', 'metadata:', ...indent(metadata), 'spec:', ...indent(spec), ''].join('\n');
}

/** A Pod of one container, with these lines in it. */
export function app(container: readonly string[] = [], image = 'registry.example.com/acme/app:1.0'): string {
  return pod(appSpec(container, image));
}

/** The Pod spec of one container. */
export function appSpec(container: readonly string[] = [], image = 'registry.example.com/acme/app:1.0'): string[] {
  return ['containers:', '  - name: app', `    image: ${image}`, ...indent(indent(container))];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
