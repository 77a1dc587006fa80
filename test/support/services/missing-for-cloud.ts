import { FirestoreEmulator } from './firestore-emulator.js';
import type { MissingProgram } from './programs.js';
import { RedisServer } from './redis-server.js';

/** What this machine lacks for the cloud profile to run on it, or null. */
export function missingForCloud(): MissingProgram | null {
  return RedisServer.missing() ?? FirestoreEmulator.missing();
}
