/** Text as XML and HTML take it. What comes out is printable ASCII that can end neither an attribute nor an element. */
import { plain } from './plain.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For text and quoted attributes. Control characters, which XML 1.0 cannot hold at all, are spelled out. */
export function markup(text: string): string {
  return plain(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
