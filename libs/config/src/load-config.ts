import { resolve } from 'node:path';
import { AppError } from '#libs/kernel';
import type { AppConfig } from './app-config.js';
import { cloudConfigOf, cloudProblems } from './cloud-config.js';
import { readSecretFiles } from './secret-files.js';
import { speechConfigOf, speechProblems } from './speech-config.js';
import { unknownVariableProblems } from './unknown-variables.js';
import type { Variable } from './variable.js';
import { environmentSchema, variables, type ParsedEnvironment, type VariableName } from './variables.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the process knows by itself and the environment may overrule. */
export interface SystemDefaults {
  readonly timeZone: string;
  readonly stdoutIsTty: boolean;
  /** Relative folders begin here. */
  readonly workingDir: string;
}

const thisSystem = (): SystemDefaults => ({
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  stdoutIsTty: process.stdout.isTTY === true,
  workingDir: process.cwd(),
});

/**
 * The configuration from the environment, frozen. An empty variable counts as not set.
 * @throws AppError `invalid` CONFIG_INVALID naming every problem at once, never the value of a secret
 */
export function loadConfig(env: Environment, system: SystemDefaults = thisSystem()): AppConfig {
  const secrets = readSecretFiles(withoutEmpty(env), Object.keys(variables), system.workingDir);
  const { set } = secrets;
  const parsed = environmentSchema.safeParse(set);
  const problems = [
    ...(parsed.success
      ? []
      : parsed.error.issues.map((issue) => describeProblem(String(issue.path[0]), set))),
    ...languageModelProblems(set),
    ...embeddingsProblems(set),
    ...cloudProblems(set),
    ...speechProblems(set),
    ...secrets.problems,
    ...secrets.unreadable.map((name) => describeProblem(name, set)),
    ...unknownVariableProblems(Object.keys(set), Object.keys(variables)),
  ];
  if (!parsed.success || problems.length > 0) throw configInvalid(problems);
  return deepFreeze(toConfig(parsed.data, system));
}

function withoutEmpty(env: Environment): Record<string, string> {
  const entries = Object.entries(env).map(([name, value]) => [name, value?.trim() ?? ''] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

function describeProblem(name: string, set: Record<string, string>): string {
  const variable: Variable = variables[name as VariableName];
  const shown = variable.secret ? 'has a value that is not allowed' : `is "${set[name]}"`;
  return `${name} ${shown}; it must be ${variable.allowed}.`;
}

function languageModelProblems(set: Record<string, string>): string[] {
  const { LLM_BASE_URL: url, LLM_MODEL: model, LLM_API_KEY: key } = set;
  const problems = [];
  if (url && !model) problems.push('LLM_BASE_URL is set without LLM_MODEL; set both or neither.');
  if (model && !url) problems.push('LLM_MODEL is set without LLM_BASE_URL; set both or neither.');
  if (key && !url) problems.push('A key for a chat model is set without LLM_BASE_URL; set both or neither.');
  return problems;
}

function embeddingsProblems(set: Record<string, string>): string[] {
  const needed = ['EMBEDDINGS_BASE_URL', 'EMBEDDINGS_MODEL', 'EMBEDDINGS_DIMENSION'];
  const missing = needed.filter((name) => !set[name]);
  const isWanted = missing.length < needed.length || Boolean(set['EMBEDDINGS_API_KEY']);
  return isWanted
    ? missing.map((name) => `${name} is missing; the other settings for embeddings need it.`)
    : [];
}

function configInvalid(problems: readonly string[]): AppError {
  const list = problems.map((problem) => `  - ${problem}`).join('\n');
  return new AppError('invalid', 'CONFIG_INVALID', `The configuration is not valid:\n${list}`, { problems });
}

function toConfig(env: ParsedEnvironment, system: SystemDefaults): AppConfig {
  const absolute = (path: string) => resolve(system.workingDir, path);
  return {
    server: serverOf(env),
    log: { level: env.LOG_LEVEL, format: env.LOG_FORMAT ?? (system.stdoutIsTty ? 'pretty' : 'json') },
    storage: { profile: env.STORAGE_PROFILE, dataDir: absolute(env.DATA_DIR), cloud: cloudConfigOf(env) },
    jobs: { consumers: env.JOB_CONSUMERS, workerHealthPort: env.WORKER_HEALTH_PORT },
    masterSecret: env.MASTER_SECRET ?? null,
    previousMasterSecrets: env.MASTER_SECRET_PREVIOUS ?? [],
    referenceSecret: env.REFERENCE_ENCRYPTION_SECRET ?? null,
    owner: { name: env.OWNER_NAME ?? null, timeZone: env.TIME_ZONE ?? system.timeZone },
    speech: {
      model: env.SPEECH_MODEL,
      modelsDir: env.MNEME_MODELS_DIR === undefined ? null : absolute(env.MNEME_MODELS_DIR),
      gate: env.SPEECH_GATE,
      providers: speechConfigOf(env),
    },
    live: { maxStreams: env.MAX_LIVE_STREAMS },
    rateLimit: { boost: env.RATE_LIMIT_BOOST },
    recordings: { watchDir: env.WATCH_DIR === undefined ? null : absolute(env.WATCH_DIR) },
    audio: audioOf(env),
    language: { chatModel: chatModelOf(env) },
    embeddings: embeddingsOf(env),
    outbound: { mayReachPrivateAddresses: env.OUTBOUND_PRIVATE_ADDRESSES === 'allow' },
  };
}

function serverOf(env: ParsedEnvironment): AppConfig['server'] {
  const { HOST: host, PORT: port, SHUTDOWN_GRACE_MS: shutdownGraceMs } = env;
  return { host, port, publicUrl: env.PUBLIC_URL ?? null, shutdownGraceMs };
}

function audioOf(env: ParsedEnvironment): AppConfig['audio'] {
  return { retentionDays: env.AUDIO_RETENTION_DAYS ?? null };
}

function chatModelOf(env: ParsedEnvironment): AppConfig['language']['chatModel'] {
  if (env.LLM_BASE_URL === undefined || env.LLM_MODEL === undefined) return null;
  return {
    baseUrl: env.LLM_BASE_URL,
    apiKey: env.LLM_API_KEY ?? null,
    model: env.LLM_MODEL,
    seesImages: env.LLM_SEES_IMAGES === 'true',
    contextTokens: env.LLM_CONTEXT_TOKENS,
    callsPerConversation: env.LLM_CALLS_PER_CONVERSATION,
  };
}

function embeddingsOf(env: ParsedEnvironment): AppConfig['embeddings'] {
  const {
    EMBEDDINGS_BASE_URL: baseUrl,
    EMBEDDINGS_MODEL: model,
    EMBEDDINGS_DIMENSION: dimension,
    EMBEDDINGS_API_KEY: apiKey = null,
  } = env;
  if (baseUrl === undefined || model === undefined || dimension === undefined) return null;
  return { baseUrl, apiKey, model, dimension };
}

function deepFreeze<T extends object>(tree: T): T {
  for (const branch of Object.values(tree))
    if (typeof branch === 'object' && branch !== null) deepFreeze(branch);
  return Object.freeze(tree);
}
