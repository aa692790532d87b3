import { defineConfig } from 'vitest/config';

/** Tests in a real browser. One file at a time: each has a server, a database and Chromium of its own. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    pool: 'threads',
    maxWorkers: 1,
    isolate: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    globalSetup: ['src/testing/database-server.ts'],
  },
});
