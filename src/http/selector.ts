/** A code of a service as texts choose by it: the keys of their choices know neither hyphens nor spaces. */
export function selector(code: string): string {
  return code.replaceAll(/[- ]/g, '_');
}
