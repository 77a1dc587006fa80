import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram, type MissingProgram } from './programs.js';
import { ServiceProcess, freePort, portAnswers } from './service-process.js';

const EMULATOR = 'platform/cloud-firestore-emulator/cloud-firestore-emulator.jar';
/** The jar names no main class in its manifest, so `java -jar` cannot run it. */
const MAIN_CLASS = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';

/** Google's own Firestore emulator on a free port of 127.0.0.1. It keeps everything in memory: a stop forgets all, a pause nothing. */
export class FirestoreEmulator {
  private constructor(
    /** `127.0.0.1:PORT`, as FIRESTORE_EMULATOR_HOST wants it; the same after a restart. */
    readonly host: string,
    private readonly service: ServiceProcess,
  ) {}

  /** What is missing for `start` to work, or null. */
  static missing(): MissingProgram | null {
    if (!findProgram('java')) return { what: 'java', install: 'apt-get install default-jre-headless' };
    if (emulatorJar()) return null;
    return {
      what: 'the Firestore emulator',
      install:
        'apt-get install google-cloud-cli-firestore-emulator (from https://packages.cloud.google.com/apt), ' +
        'or point FIRESTORE_EMULATOR_JAR at cloud-firestore-emulator.jar',
    };
  }

  static async start(): Promise<FirestoreEmulator> {
    const port = await freePort();
    const args = ['-Xmx512m', '-cp', emulatorJar()!, MAIN_CLASS, 'start', '--host', '127.0.0.1'];
    const service = new ServiceProcess({
      program: 'java',
      args: [...args, '--port', String(port)],
      answers: () => portAnswers(port, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', 'HTTP/1.1 200'),
    });
    await service.start();
    return new FirestoreEmulator(`127.0.0.1:${port}`, service);
  }

  /** Removes every document of one project; others see nothing of it. */
  async clear(projectId: string): Promise<void> {
    const path = `emulator/v1/projects/${projectId}/databases/(default)/documents`;
    const response = await fetch(`http://${this.host}/${path}`, { method: 'DELETE' });
    if (!response.ok) throw new Error(`the Firestore emulator answered ${response.status}`);
  }

  stop(): Promise<void> {
    return this.service.stop('SIGKILL');
  }

  /** After `stop`: on the same port, empty. */
  restart(): Promise<void> {
    return this.service.start();
  }

  /** Connections stay open and nothing is answered, as when the network swallows packets. */
  pause(): void {
    this.service.pause();
  }

  resume(): void {
    this.service.resume();
  }

  dispose(): Promise<void> {
    return this.stop();
  }
}

/** Named by the environment, or where the Google Cloud CLI keeps its components: beside the folder of `gcloud`. */
function emulatorJar(): string | undefined {
  const named = process.env.FIRESTORE_EMULATOR_JAR;
  const gcloud = findProgram('gcloud');
  const jar = named ?? (gcloud && join(dirname(dirname(gcloud)), EMULATOR));
  return jar && existsSync(jar) ? jar : undefined;
}
