import { readConfig } from '../../src/config.ts';
import { apiDocument } from '../../src/http/api/v1.ts';
import type { Platform } from '../../src/platform.ts';

/** docs/openapi.json: what the server answers at /api/v1/openapi.json. */
export function openApiDocument(): string {
  // The routes are described, not run: of a platform they need the settings alone.
  const app = { config: readConfig({}) } as Platform;
  return `${JSON.stringify(apiDocument(app), null, 2)}\n`;
}
