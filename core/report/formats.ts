/** The names of the outputs, apart from the outputs themselves: the command line lists them without loading any. */

export const formats = ['text', 'json', 'sarif', 'junit', 'github', 'markdown', 'html'] as const;
export type Format = (typeof formats)[number];
