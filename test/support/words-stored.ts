import { CloudInstallation, sharedServices } from './cloud-installation.js';
import type { MnemeProcess } from './mneme-process.js';
import { wordsInCloud } from './words-in-cloud.js';
import { wordsOnDisk } from './words-on-disk.js';

/** Where any of the words stands in what a server stores for an owner, on its own disk and in the services of its profile. */
export async function wordsStored(
  { dataDir }: MnemeProcess,
  ownerId: string,
  words: readonly string[],
): Promise<string[]> {
  const onDisk = await wordsOnDisk(dataDir, words);
  const services = sharedServices();
  if (!services) return onDisk;
  return [...onDisk, ...(await wordsInCloud(await CloudInstallation.of(dataDir, services), ownerId, words))];
}
