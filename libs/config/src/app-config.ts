/** Where the cloud profile keeps things. An address that is null is the vendor's own. */
export interface CloudConfig {
  readonly redisUrl: string;
  readonly firestore: {
    readonly projectId: string;
    readonly databaseId: string;
    /** `host:port` */
    readonly emulatorHost: string | null;
  };
  readonly gcs: { readonly bucket: string; readonly apiEndpoint: string | null };
  readonly pinecone: {
    readonly apiKey: string;
    readonly index: string;
    readonly host: string | null;
    readonly controllerUrl: string | null;
  };
  /** Null: no search by words. */
  readonly typesense: { readonly url: string; readonly apiKey: string } | null;
}

/** Who can turn speech into text. `local` is this machine. */
export const SPEECH_PROVIDERS = ['local', 'deepgram', 'soniox', 'speechmatics', 'openai', 'wyoming'] as const;
export type SpeechProviderName = (typeof SPEECH_PROVIDERS)[number];

export interface SpeechConfig {
  readonly model: 'base' | 'tiny';
  /** Absolute; where models are looked for before the packages that ship them. */
  readonly modelsDir: string | null;
  /** What becomes of silence before providers that are not on this machine. */
  readonly gate: 'active' | 'energy' | 'shadow' | 'off';
  /** An address that is null is the vendor's own. */
  readonly providers: {
    /** At least one, each once: who is asked first, and who takes over. */
    readonly order: readonly SpeechProviderName[];
    readonly deepgram: {
      readonly apiKey: string | null;
      readonly url: string | null;
      readonly model: string;
    };
    readonly soniox: { readonly apiKey: string | null; readonly url: string | null; readonly model: string };
    readonly speechmatics: { readonly apiKey: string | null; readonly url: string | null };
    readonly openai: {
      readonly apiKey: string | null;
      readonly url: string | null;
      readonly model: string | null;
    };
    readonly wyoming: { readonly url: string | null };
  };
}

/** The whole configuration, parsed once at start. As a class it is the injection token. */
export abstract class AppConfig {
  abstract readonly server: {
    readonly host: string;
    readonly port: number;
    /** Without a slash at its end; null: not known. */
    readonly publicUrl: string | null;
    readonly shutdownGraceMs: number;
  };
  abstract readonly log: {
    readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
    readonly format: 'pretty' | 'json';
  };
  abstract readonly storage: {
    readonly profile: 'embedded' | 'cloud';
    /** Absolute. */ readonly dataDir: string;
    /** Null on the embedded profile. */
    readonly cloud: CloudConfig | null;
  };
  abstract readonly jobs: {
    /** `here`: this process runs the jobs; `worker`: others do. */
    readonly consumers: 'here' | 'worker';
    /** Where a worker process answers for its health. */
    readonly workerHealthPort: number;
  };
  /** From which every key is made; null: made and kept in the data folder. */
  abstract readonly masterSecret: string | null;
  /** Master secrets that are still read with, oldest first. */
  abstract readonly previousMasterSecrets: readonly string[];
  /** With which an Omi server encrypted what lies in the same database; null: nothing of it is read. */
  abstract readonly referenceSecret: string | null;
  abstract readonly owner: { readonly name: string | null; readonly timeZone: string };
  abstract readonly speech: SpeechConfig;
  abstract readonly live: {
    /** How many devices may stream at once. */
    readonly maxStreams: number;
  };
  abstract readonly rateLimit: {
    /** Times the reference's limits; 0: none. */
    readonly boost: number;
  };
  abstract readonly audio: {
    /** How long stored sound is kept after its conversation; null: for ever. */
    readonly retentionDays: number | null;
  };
  abstract readonly outbound: {
    /** Whether an address that an account names may lie in the server's own network. */
    readonly mayReachPrivateAddresses: boolean;
  };
  abstract readonly recordings: {
    /** Absolute; a folder from which recordings are taken in. Null: none. */
    readonly watchDir: string | null;
  };
  /** Null when no server for embeddings is configured: word vectors serve. */
  abstract readonly embeddings: {
    readonly baseUrl: string;
    readonly apiKey: string | null;
    readonly model: string;
    readonly dimension: number;
  } | null;
  abstract readonly language: {
    /** Null when no chat model is configured: rules answer. */
    readonly chatModel: {
      readonly baseUrl: string;
      readonly apiKey: string | null;
      readonly model: string;
      /** Whether it takes pictures. */
      readonly seesImages: boolean;
      /** Tokens that it takes in at once, the answer included. */
      readonly contextTokens: number;
      /** How often it is asked about one conversation at most, each time that it is processed. */
      readonly callsPerConversation: number;
    } | null;
  };
}
