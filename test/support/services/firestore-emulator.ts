import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram, type MissingProgram } from './programs.js';
import { Service, ServiceProcess, freePort, portAnswers } from './service-process.js';

const EMULATOR = 'platform/cloud-firestore-emulator/cloud-firestore-emulator.jar';
/** The jar names no main class in its manifest, so `java -jar` cannot run it. */
const MAIN_CLASS = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';

/** Google's own Firestore emulator on a free port of 127.0.0.1. It keeps everything in memory: a stop forgets all, a pause nothing. */
export class FirestoreEmulator extends Service {
  private constructor(
    service: ServiceProcess,
    /** `127.0.0.1:PORT`, as FIRESTORE_EMULATOR_HOST wants it. */
    readonly host: string,
  ) {
    super(service);
  }

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
    return new FirestoreEmulator(service, `127.0.0.1:${port}`);
  }

  /** Removes every document of one project; others see nothing of it. */
  async clear(projectId: string): Promise<void> {
    const path = `emulator/v1/projects/${projectId}/databases/(default)/documents`;
    const response = await fetch(`http://${this.host}/${path}`, { method: 'DELETE' });
    if (!response.ok) throw new Error(`the Firestore emulator answered ${response.status}`);
  }

  /** It has nothing to put in order. */
  override stop(): Promise<void> {
    return super.stop('SIGKILL');
  }
}

/** Named by the environment, or where the Google Cloud CLI keeps its components: beside the folder of `gcloud`. */
function emulatorJar(): string | undefined {
  const named = process.env.FIRESTORE_EMULATOR_JAR;
  const gcloud = findProgram('gcloud');
  const jar = named ?? (gcloud && join(dirname(dirname(gcloud)), EMULATOR));
  return jar && existsSync(jar) ? jar : undefined;
}
