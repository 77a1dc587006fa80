import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore, type Firestore, type Settings } from 'firebase-admin/firestore';

export interface FirestoreAddress {
  readonly projectId: string;
  readonly databaseId: string;
  /** `host:port` of an emulator; null for Google's own service. */
  readonly emulatorHost: string | null;
}

export interface FirestoreConnection {
  readonly firestore: Firestore;
  close(): Promise<void>;
}

/** Most that one attempt may take; what is retried, and for how long altogether, is FirestoreCalls' to say. */
const ATTEMPT_TIMEOUT_MS = 8_000;
const METHODS = ['Commit', 'BeginTransaction', 'Rollback', 'BatchWrite', 'BatchGetDocuments', 'RunQuery'];
const MORE_METHODS = ['RunAggregationQuery', 'ListDocuments', 'ListCollectionIds'];

/**
 * gRPC waits up to two minutes before it tries a lost connection again, and takes one that swallows everything for alive: both would
 * outlast an outage by far.
 */
const CHANNEL: Settings = {
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 1_000,
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 3_000,
};

/**
 * Calls that the SDK would repeat behind our back are not: a commit whose answer was lost is decided upon in FirestoreCommits, because
 * repeated blindly it would take its own document for somebody else's.
 */
const NO_HIDDEN_RETRIES: Settings = {
  clientConfig: {
    interfaces: {
      'google.firestore.v1.Firestore': {
        retry_codes: { never: [] },
        methods: Object.fromEntries(
          [...METHODS, ...MORE_METHODS].map((method) => [
            method,
            { timeout_millis: ATTEMPT_TIMEOUT_MS, retry_codes_name: 'never', retry_params_name: 'default' },
          ]),
        ),
      },
    },
  },
};

/**
 * The emulator takes the SDK's fixed owner token. Left to itself the SDK would still ask the metadata server of a cloud that is not there
 * which part of the Google universe it is in.
 */
const NO_CREDENTIALS = { getUniverseDomain: () => Promise.resolve('googleapis.com') };

/** Connects at the first call. Google's service takes the credentials of the environment (GOOGLE_APPLICATION_CREDENTIALS, or the machine's own). */
export function connectFirestore({
  projectId,
  databaseId,
  emulatorHost,
}: FirestoreAddress): FirestoreConnection {
  const app = initializeApp({ projectId }, `mneme-${randomUUID()}`);
  const firestore = getFirestore(app, databaseId);
  firestore.settings({
    ...CHANNEL,
    ...NO_HIDDEN_RETRIES,
    ...(emulatorHost === null ? {} : { host: emulatorHost, ssl: false, auth: NO_CREDENTIALS }),
  });
  return {
    firestore,
    close: async () => {
      await firestore.terminate();
      await deleteApp(app);
    },
  };
}
