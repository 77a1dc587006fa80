import type { TestProject } from 'vitest/node';
import { FirestoreEmulator } from './services/firestore-emulator.js';
import type { MissingProgram } from './services/programs.js';
import { RadicaleServer } from './services/radicale-server.js';
import { RedisServer } from './services/redis-server.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the one Redis that all specs share, each under a prefix of its own; null where redis-server is not installed. */
    redisUrl: string | null;
    /** `host:port` of the one Firestore emulator, each spec in a project of its own; null where it is not installed. */
    firestoreHost: string | null;
    /** Of the one CalDAV server; null where radicale is not installed. */
    caldavUrl: string | null;
  }
}

interface Service {
  dispose(): Promise<void>;
}

/** Starts the real services that adapters are tested against once for all specs of a run; answers what stops them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [redis, firestore, caldav] = await Promise.all([
    started(RedisServer.missing(), () => RedisServer.start()),
    started(FirestoreEmulator.missing(), () => FirestoreEmulator.start()),
    started(RadicaleServer.missing(), () => RadicaleServer.start()),
  ]);
  project.provide('redisUrl', redis?.url ?? null);
  project.provide('firestoreHost', firestore?.host ?? null);
  project.provide('caldavUrl', caldav?.url ?? null);
  return async () => {
    await Promise.all([redis?.dispose(), firestore?.dispose(), caldav?.dispose()]);
  };
}

/** In CI nothing may go untested; at home nobody must install anything. */
async function started<S extends Service>(
  missing: MissingProgram | null,
  start: () => Promise<S>,
): Promise<S | undefined> {
  if (!missing) return start();
  if (process.env.CI) throw new Error(`CI needs ${missing.what}: ${missing.install}`);
  process.stderr.write(
    `\n!! SKIPPED: tests against ${missing.what}, which is not installed. To run them: ${missing.install}\n\n`,
  );
  return undefined;
}
