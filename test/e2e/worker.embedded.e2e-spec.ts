import { expect, it } from 'vitest';
import { JobWorker } from '../support/job-worker.js';

it('refuses to run jobs beside a server on the embedded profile, and says what to do', async () => {
  const worker = await JobWorker.launch({ STORAGE_PROFILE: 'embedded' });
  expect(await worker.exited()).toBe(1);
  expect(worker.said.trim()).toMatch(
    /^mneme: A worker of its own needs STORAGE_PROFILE=cloud\..+npm start\.$/,
  );
  await worker.dispose();
});
