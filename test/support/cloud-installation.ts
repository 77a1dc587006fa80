import { createHash } from 'node:crypto';
import { RedisServer } from './services/redis-server.js';

/** Where the services lie that all installations of a test run share; each keeps to its own project, bucket and owners. */
export interface SharedServices {
  /** `host:port` */
  readonly firestoreHost: string;
  readonly gcsUrl: string;
  readonly pineconeUrl: string;
  readonly pineconeIndex: string;
  readonly typesenseUrl: string;
  readonly apiKey: string;
}

/** One installation on the cloud profile: the Redis that is its own, and what its processes are told about all services. */
export class CloudInstallation {
  private static readonly known = new Map<string, Promise<CloudInstallation>>();

  private constructor(
    readonly env: Readonly<Record<string, string>>,
    readonly redis: RedisServer,
  ) {}

  /** That of a data folder, the same after every restart of its server. */
  static of(dataDir: string, services: SharedServices): Promise<CloudInstallation> {
    const known = this.known.get(dataDir) ?? this.start(dataDir, services);
    this.known.set(dataDir, known);
    return known;
  }

  /** Stops what belongs to a data folder alone, if anything does. */
  static async dispose(dataDir: string): Promise<void> {
    const known = this.known.get(dataDir);
    this.known.delete(dataDir);
    await (await known)?.redis.dispose();
  }

  private static async start(dataDir: string, services: SharedServices): Promise<CloudInstallation> {
    const redis = await RedisServer.start({ durable: true });
    const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
    const env = {
      STORAGE_PROFILE: 'cloud',
      MASTER_SECRET: createHash('sha256').update(`secret of ${dataDir}`).digest('base64'),
      GOOGLE_CLOUD_PROJECT: `mneme-${name}`,
      FIRESTORE_EMULATOR_HOST: services.firestoreHost,
      GCS_BUCKET: `mneme-${name}`,
      GCS_API_ENDPOINT: services.gcsUrl,
      REDIS_URL: redis.url,
      PINECONE_API_KEY: services.apiKey,
      PINECONE_INDEX: services.pineconeIndex,
      PINECONE_HOST: services.pineconeUrl,
      TYPESENSE_URL: services.typesenseUrl,
      TYPESENSE_API_KEY: services.apiKey,
    };
    return new CloudInstallation(env, redis);
  }
}

let shared: SharedServices | null = null;

/** From here on servers are started on the cloud profile. */
export function useCloud(services: SharedServices): void {
  shared = services;
}

/** The services of the cloud profile when this run is about it, else null. */
export function sharedServices(): SharedServices | null {
  return shared;
}
