import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } };
const shared = { setupFiles: ['./test/support/setup.ts'], sequence: { shuffle: { tests: true } } };

/**
 * `fast` = unit and contract tests, run by `npm run check`. `medium` = Nest modules on embedded storage. `cloud` = adapters against a
 * real Redis and the real Firestore emulator. `e2e` = the built server as a process, one file at a time because the machine has two cores.
 */
export default defineConfig({
  ...source,
  test: {
    maxWorkers: Math.min(2, availableParallelism()),
    testTimeout: 15_000,
    hookTimeout: 30_000,
    projects: [
      {
        ...source,
        test: {
          ...shared,
          name: 'fast',
          include: ['libs/**/*.spec.ts', 'apps/**/*.spec.ts', 'scripts/**/*.spec.ts', 'test/**/*.spec.ts'],
          exclude: ['**/*.medium.spec.ts', '**/*.cloud.spec.ts', '**/*.e2e-spec.ts', '**/node_modules/**'],
        },
      },
      {
        ...source,
        test: { ...shared, name: 'medium', include: ['libs/**/*.medium.spec.ts'], testTimeout: 60_000 },
      },
      {
        ...source,
        test: {
          ...shared,
          name: 'cloud',
          include: ['{libs,apps}/**/*.cloud.spec.ts'],
          globalSetup: ['./test/support/services.global.ts'],
          testTimeout: 60_000,
        },
      },
      {
        ...source,
        test: {
          ...shared,
          name: 'e2e',
          include: ['test/e2e/*.e2e-spec.ts'],
          testTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
