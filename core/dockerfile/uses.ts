/** Where an instruction names a stage or an image besides FROM: `COPY --from=`, `RUN --mount=from=`. */
import { flagValue } from './flags.ts';
import type { Instruction } from './instruction.ts';
import type { Place } from './problem.ts';

export interface FromUse extends Place {
  readonly role: 'copy-from' | 'mount-from';
  /** A stage's name or position, or an image; builders replace no variables here. */
  readonly source: string;
}

export function fromUses(instruction: Instruction): FromUse[] {
  const { keyword, flags, line, column } = instruction;
  if (keyword === 'COPY') {
    const source = flagValue(flags, 'from');
    return source === null || source === '' ? [] : [{ role: 'copy-from', source, line, column }];
  }
  if (keyword !== 'RUN') return [];
  return flags.flatMap(({ name, value }) => {
    const source = name === 'mount' && value !== null ? mountFields(value).get('from') : undefined;
    return source === undefined || source === '' ? [] : [{ role: 'mount-from' as const, source, line, column }];
  });
}

/** `type=bind,from=x`: keys in lower case; a field in double quotes is one field, as in CSV. The last of a name wins. */
export function mountFields(value: string): ReadonlyMap<string, string> {
  const fields = value.match(/(?:"(?:[^"]|"")*"|[^,"]+)+/g) ?? [];
  return new Map(
    fields.map((field) => {
      const bare = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
      const equals = bare.indexOf('=');
      const key = (equals < 0 ? bare : bare.slice(0, equals)).trim().toLowerCase();
      return [key, equals < 0 ? '' : bare.slice(equals + 1).trim()] as const;
    }),
  );
}
