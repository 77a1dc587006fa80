import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { ScriptedHearing } from './scripted-hearing.js';
import type { ScriptedWord } from './scripted-words.js';
import { VendorServer, VendorSession, type ConnectionPlan } from './vendor-server.js';

const MARKS_AT_END = /[.,?!]+$/;

interface StartMessage {
  readonly transcription_config: {
    readonly language: string;
    readonly domain?: string;
    readonly diarization?: string;
    readonly additional_vocab?: readonly string[];
    readonly conversation_config?: { readonly end_of_utterance_silence_trigger?: number };
  };
}

/** A live stream as docs.speechmatics.com/api-ref/realtime-transcription-websocket describes it. */
export class SpeechmaticsSession extends VendorSession {
  private hearing: ScriptedHearing | null = null;
  private pieces = 0;

  constructor(socket: WebSocket, request: IncomingMessage, plan: ConnectionPlan) {
    super(socket, request, plan);
    this.send({ message: 'Info', type: 'concurrent_session_usage', reason: '', usage: 1, quota: 2 });
  }

  override get audio() {
    return this.started.audio;
  }
  /** What the client asked for. */
  get config() {
    const start = this.messages.find(({ message }) => message === 'StartRecognition');
    return (start as unknown as StartMessage).transcription_config;
  }

  protected override onAudio(bytes: Buffer): void {
    this.pieces += 1;
    this.send({ message: 'AudioAdded', seq_no: this.pieces });
    this.started.hear(bytes, (atMs) => this.survives(atMs));
  }

  protected override onMessage({ message, ...fields }: Readonly<Record<string, unknown>>): void {
    if (message === 'StartRecognition') this.start();
    if (message === 'ForceEndOfUtterance') this.endUtterance(Number(fields['timestamp']));
    if (message === 'EndOfStream') this.end(Number(fields['last_seq_no']));
  }

  protected override sendError(error: string): void {
    this.send({ message: 'Error', type: error, reason: `The reason for ${error}.` });
    this.hangUp(error === 'quota_exceeded' ? 4005 : 1011);
  }

  private get started(): ScriptedHearing {
    if (!this.hearing) throw new Error('Audio came before StartRecognition.');
    return this.hearing;
  }

  private start(): void {
    const triggerSeconds = this.config.conversation_config?.end_of_utterance_silence_trigger ?? 0;
    const options = this.hearingOptions(triggerSeconds * 1_000);
    this.hearing = new ScriptedHearing(this.plan.words ?? [], options, {
      onPartial: (said, fromMs, untilMs) =>
        this.sendTranscript('AddPartialTranscript', said, fromMs, untilMs),
      onFinal: (said, fromMs, untilMs, isPause) => {
        this.sendTranscript('AddTranscript', said, fromMs, untilMs);
        if (isPause) this.sendUtteranceEnd(untilMs);
      },
    });
    if (!this.survives(0)) return;
    this.send({
      message: 'RecognitionStarted',
      id: '807670e9-14af-4fa2-9e8f-5d525c22156e',
      language_pack_info: { word_delimiter: this.config.language === 'cmn' ? '' : ' ' },
    });
  }

  private endUtterance(timestamp: number): void {
    if (Math.abs(timestamp * 1_000 - this.audio.durationMs) > 1) return this.sendError('protocol_error');
    this.started.finish();
  }

  private end(lastSeqNo: number): void {
    if (lastSeqNo !== this.pieces) return this.sendError('protocol_error');
    this.started.finish();
    this.send({ message: 'EndOfTranscript' });
    this.hangUp(1000);
  }

  private sendUtteranceEnd(atMs: number): void {
    const time = atMs / 1_000;
    this.send({ message: 'EndOfUtterance', metadata: { start_time: time, end_time: time } });
  }

  private sendTranscript(
    message: 'AddPartialTranscript' | 'AddTranscript',
    words: readonly ScriptedWord[],
    fromMs: number,
    untilMs: number,
  ): void {
    const isDiarized = this.config.diarization === 'speaker';
    this.send({
      message,
      format: '2.9',
      metadata: {
        start_time: fromMs / 1_000,
        end_time: untilMs / 1_000,
        transcript: words.map(({ text }) => text).join(' '),
      },
      results: words.flatMap((word) => resultsOf(word, isDiarized)),
    });
  }
}

/** A word, and the marks after it as results of their own. */
function resultsOf(
  { text, startMs, endMs, speaker = 0, confidence = 0.98 }: ScriptedWord,
  isDiarized: boolean,
) {
  const marks = MARKS_AT_END.exec(text)?.[0];
  const end = endMs / 1_000;
  const alternatives = (content: string) => [
    {
      content,
      confidence,
      language: 'en',
      ...(isDiarized ? { speaker: speaker < 0 ? 'UU' : `S${speaker + 1}` } : {}),
    },
  ];
  const word = {
    type: 'word',
    start_time: startMs / 1_000,
    end_time: end,
    alternatives: alternatives(text.replace(MARKS_AT_END, '')),
  };
  if (!marks) return [word];
  const mark = { attaches_to: 'previous', is_eos: marks !== ',', start_time: end, end_time: end };
  return [word, { type: 'punctuation', ...mark, alternatives: alternatives(marks) }];
}

/** Speechmatics' real-time service, on 127.0.0.1. */
export class SpeechmaticsServer extends VendorServer<SpeechmaticsSession> {
  static async start(...plans: readonly ConnectionPlan[]): Promise<SpeechmaticsServer> {
    const server = new SpeechmaticsServer('speechmatics-key', plans);
    await server.listen();
    return server;
  }

  get url(): string {
    return `ws://${this.host}/v2`;
  }

  protected override refusal(request: IncomingMessage): number | null {
    const { pathname } = new URL(request.url ?? '/', this.url);
    if (pathname !== '/v2') return 404;
    return request.headers.authorization === `Bearer ${this.apiKey}` ? null : 401;
  }

  protected override openSession(
    socket: WebSocket,
    request: IncomingMessage,
    plan: ConnectionPlan,
  ): SpeechmaticsSession {
    return new SpeechmaticsSession(socket, request, plan);
  }
}
