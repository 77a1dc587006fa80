import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** From a cached answer to a model's long thought. */
const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

export interface MetricsOptions {
  /** Also measure the process itself: memory, processor, event loop delay. Runs a sampler, so tests leave it out. */
  readonly process?: boolean;
}

/**
 * Everything that is counted, in one place. Names are `mneme_<area>_<what>_<unit>`. A label's values come from a closed set: route
 * patterns, job names, outcomes; never an id, never what was said.
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly beforeScrape: (() => void | Promise<void>)[] = [];

  readonly httpRequests = this.counter(
    'mneme_http_requests_total',
    'HTTP requests answered, by route pattern.',
    ['method', 'route', 'status'],
  );
  readonly httpDuration = this.histogram(
    'mneme_http_request_duration_seconds',
    'Time from the request to the end of its answer.',
    ['method', 'route'],
  );

  readonly httpRateLimited = this.counter(
    'mneme_http_rate_limited_total',
    'HTTP requests refused because their owner had made too many of that kind.',
    ['limit'],
  );

  readonly jobAttempts = this.counter(
    'mneme_jobs_total',
    'Attempts at jobs, by how they ended: done, retry, reschedule, dead, given_back.',
    ['job', 'outcome'],
  );
  readonly jobDuration = this.histogram('mneme_jobs_duration_seconds', 'Duration of one attempt.', ['job']);
  readonly jobsDead = this.gauge('mneme_jobs_dead', 'Dead letters that wait for a person.', []);
  readonly jobsPending = this.gauge('mneme_jobs_pending', 'Jobs in the queue.', ['state']);

  readonly liveSessions = this.gauge('mneme_live_sessions', 'Devices that were let in and stream.', ['door']);
  readonly liveSockets = this.gauge(
    'mneme_live_sockets',
    'Sockets of devices that are open, signed in or not.',
    ['door'],
  );
  readonly liveSocketsClosed = this.counter(
    'mneme_live_sockets_closed_total',
    'Sockets of devices that were closed, by close code; `other` for codes that only a client thinks of.',
    ['door', 'code'],
  );
  readonly liveRefused = this.counter(
    'mneme_live_refused_total',
    'Devices told to come back later: full, overloaded.',
    ['door', 'reason'],
  );
  readonly framesReceived = this.counter('mneme_live_frames_received_total', 'Audio frames taken in.', [
    'door',
  ]);
  readonly framesRejected = this.counter(
    'mneme_live_frames_rejected_total',
    'Audio frames refused, by reason.',
    ['door', 'reason'],
  );
  readonly audioReceived = this.counter(
    'mneme_live_audio_received_seconds_total',
    'Seconds of audio taken in.',
    [],
  );
  readonly audioTranscribed = this.counter(
    'mneme_speech_audio_transcribed_seconds_total',
    'Seconds of audio given to a speech provider and answered.',
    ['provider'],
  );
  readonly ackDelay = this.histogram(
    'mneme_live_ack_seconds',
    'Time from a frame to the acknowledgement that it is durable.',
    [],
  );
  readonly speechAudioSent = this.counter(
    'mneme_speech_audio_sent_seconds_total',
    'Seconds of audio sent to a speech provider that is not on this machine, which is what it bills.',
    ['provider'],
  );
  readonly speechAudioWithheld = this.counter(
    'mneme_speech_audio_withheld_seconds_total',
    'Seconds of silence that the voice gate kept from such a provider, or in shadow mode would have kept.',
    ['provider', 'mode'],
  );
  readonly speechWordsAtRisk = this.counter(
    'mneme_speech_words_at_risk_total',
    'Words in sound that the voice gate would have kept from a provider, were it not in shadow mode.',
    ['provider'],
  );
  readonly finalTextDelay = this.histogram(
    'mneme_speech_final_text_seconds',
    'Time from the end of an utterance to its final text.',
    ['provider'],
  );
  readonly speechBacklog = this.gauge(
    'mneme_speech_backlog_seconds',
    'Seconds of audio that wait for a speech provider.',
    [],
  );

  readonly ledgerAudio = this.gauge(
    'mneme_ledger_audio_seconds',
    'Seconds of sound in recordings of this machine whose logs are not released, by what became of them: axis recognition or storage.',
    ['axis', 'fate'],
  );
  readonly ledgerFindings = this.gauge(
    'mneme_ledger_findings',
    'Recordings of this machine whose seconds do not add up, by what is wrong.',
    ['code'],
  );

  readonly documentsBilled = this.gauge(
    'mneme_documents_billed',
    'Documents read, written and deleted as Firestore bills them, since the process began.',
    ['operation'],
  );

  readonly redisAvailable = this.gauge(
    'mneme_redis_available',
    'Whether Redis answers, 1 or 0, by what it is used for: cache, locks.',
    ['purpose'],
  );
  readonly cacheSkipped = this.counter(
    'mneme_cache_skipped_total',
    'Uses of the cache that went on without it because it was away: get, set, delete, increment.',
    ['operation'],
  );

  readonly languageTasks = this.counter(
    'mneme_language_tasks_total',
    'Language tasks, by who answered (model, rules) and how it went.',
    ['task', 'answered_by', 'outcome'],
  );
  readonly languageTokens = this.counter(
    'mneme_language_tokens_total',
    'Tokens paid for, by direction (input, output).',
    ['task', 'direction'],
  );

  constructor(options: MetricsOptions = {}) {
    if (options.process) collectDefaultMetrics({ register: this.registry, prefix: 'mneme_' });
  }

  /** For gauges that are read from somewhere when somebody asks. What throws leaves its gauge as it was. */
  onScrape(update: () => void | Promise<void>): void {
    this.beforeScrape.push(update);
  }

  /** The content type of `render`'s answer. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** Every metric in the text format of Prometheus. */
  async render(): Promise<string> {
    await Promise.allSettled(this.beforeScrape.map(async (update) => update()));
    return this.registry.metrics();
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
  private gauge<Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
  private histogram<Label extends string>(name: string, help: string, labelNames: Label[]): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets: durationBuckets, registers: [this.registry] });
  }
}
