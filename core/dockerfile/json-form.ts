/** The exec form: `["a", "b"]`. What does not parse as a list of strings is shell form, as BuildKit reads it. */
export function jsonWords(text: string): readonly string[] | null {
  if (!text.trimStart().startsWith('[')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
  } catch {
    return null;
  }
}
