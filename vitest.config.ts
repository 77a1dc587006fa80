import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { missingForCloud } from './test/support/services/missing-for-cloud.js';

const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } };
const shared = { setupFiles: ['./test/support/setup.ts'], sequence: { shuffle: { tests: true } } };

/** End-to-end tests wait most of their time: for outages to be noticed, leases to end, silence to last. More of them run at once than there are cores. */
const waiting = { maxWorkers: 3, sequence: { ...shared.sequence, groupOrder: 1 } };

const e2eOnCloud = {
  ...source,
  test: {
    ...shared,
    name: 'e2e-cloud',
    include: ['test/{e2e,conformance}/*.e2e-spec.ts'],
    exclude: ['test/{e2e,conformance}/*.embedded.e2e-spec.ts'],
    globalSetup: ['./test/support/cloud-e2e.global.ts'],
    setupFiles: [...shared.setupFiles, './test/support/cloud-e2e.setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    ...waiting,
  },
};

/** At home nobody must install anything, but is told what is left out; in CI nothing may go untested, so the run fails there. */
function cloudIsHere(): boolean {
  const missing = missingForCloud();
  if (!missing || process.env.CI) return true;
  process.stderr.write(
    `\n!! SKIPPED: the tests on the cloud profile need ${missing.what}. To run them: ${missing.install}\n\n`,
  );
  return false;
}

/**
 * `fast` = unit and contract tests, run by `npm run check`. `medium` = Nest modules on embedded storage. `cloud` = adapters against a
 * real Redis and the real Firestore emulator. `e2e` = the built server as a process;
 * `e2e-cloud` = the same on the cloud profile. A spec for one profile alone is named `*.embedded.e2e-spec.ts` or `*.cloud.e2e-spec.ts`.
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
          // Modules keep nothing between tests, so that one worker may load each of them once.
          isolate: false,
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
          include: ['test/{e2e,conformance}/*.e2e-spec.ts'],
          exclude: ['test/{e2e,conformance}/*.cloud.e2e-spec.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...waiting,
        },
      },
      ...(cloudIsHere() ? [e2eOnCloud] : []),
    ],
  },
});
