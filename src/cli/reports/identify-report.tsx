export async function renderIdentifyReport(..._args: unknown[]): Promise<string> {
  return '';
}
