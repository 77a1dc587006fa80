import type { TestProject } from 'vitest/node';
import type { SharedServices } from './cloud-installation.js';
import { LocalCloud } from './services/local-cloud.js';
import { missingForCloud } from './services/missing-for-cloud.js';

declare module 'vitest' {
  export interface ProvidedContext {
    cloudServices: SharedServices;
  }
}

/** Starts what installations on the cloud profile share; answers what stops it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const missing = missingForCloud();
  if (missing) throw new Error(`the tests of the cloud profile need ${missing.what}: ${missing.install}`);
  const cloud = await LocalCloud.start();
  project.provide('cloudServices', cloud.services);
  return () => cloud.stop();
}
