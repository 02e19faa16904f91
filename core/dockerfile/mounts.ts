/** Folders of a RUN that do not become part of the image: cache and tmpfs mounts. */
import type { Instruction } from './instruction.ts';
import { mountFields } from './uses.ts';

/** Without a slash at the end. */
export function transientFolders({ flags }: Instruction): string[] {
  return flags.flatMap(({ name, value }) => {
    if (name !== 'mount' || value === null) return [];
    const fields = mountFields(value);
    const type = fields.get('type');
    const folder = fields.get('target') ?? fields.get('dst') ?? fields.get('destination');
    return (type === 'cache' || type === 'tmpfs') && folder !== undefined ? [folder.replace(/(?<=.)\/$/, '')] : [];
  });
}
