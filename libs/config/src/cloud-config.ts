import type { CloudConfig } from './app-config.js';
import type { ParsedEnvironment } from './variables.js';

const NEEDED = [
  'GOOGLE_CLOUD_PROJECT',
  'GCS_BUCKET',
  'REDIS_URL',
  'PINECONE_API_KEY',
  'PINECONE_INDEX',
  'MASTER_SECRET',
] as const;

/** What is missing for the cloud profile, or set for a profile that has no use for it. */
export function cloudProblems(set: Readonly<Record<string, string>>): string[] {
  const { STORAGE_PROFILE: profile, TYPESENSE_URL: url, TYPESENSE_API_KEY: key } = set;
  const problems: string[] = [];
  if (profile === 'cloud') {
    const missing = NEEDED.filter((name) => set[name] === undefined && set[`${name}_FILE`] === undefined);
    problems.push(...missing.map((name) => `STORAGE_PROFILE=cloud needs ${name}.`));
  } else if (set['JOB_CONSUMERS'] === 'worker') {
    problems.push('JOB_CONSUMERS=worker needs STORAGE_PROFILE=cloud: files in a folder serve one process.');
  }
  if (Boolean(url) !== Boolean(key))
    problems.push('TYPESENSE_URL and TYPESENSE_API_KEY belong together; set both or neither.');
  return problems;
}

/** Null on the embedded profile. Call it for an environment without `cloudProblems`. */
export function cloudConfigOf(env: ParsedEnvironment): CloudConfig | null {
  if (env.STORAGE_PROFILE !== 'cloud') return null;
  return {
    redisUrl: env.REDIS_URL!,
    firestore: {
      projectId: env.GOOGLE_CLOUD_PROJECT!,
      databaseId: env.FIRESTORE_DATABASE,
      emulatorHost: env.FIRESTORE_EMULATOR_HOST ?? null,
    },
    gcs: { bucket: env.GCS_BUCKET!, apiEndpoint: env.GCS_API_ENDPOINT ?? null },
    pinecone: {
      apiKey: env.PINECONE_API_KEY!,
      index: env.PINECONE_INDEX!,
      host: env.PINECONE_HOST ?? null,
      controllerUrl: env.PINECONE_CONTROLLER_HOST ?? null,
    },
    typesense:
      env.TYPESENSE_URL && env.TYPESENSE_API_KEY
        ? { url: env.TYPESENSE_URL, apiKey: env.TYPESENSE_API_KEY }
        : null,
  };
}
