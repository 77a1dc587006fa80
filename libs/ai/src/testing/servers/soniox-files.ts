import type { IncomingMessage, ServerResponse } from 'node:http';
import { ScriptedHearing } from './scripted-hearing.js';
import type { ScriptedWord } from './scripted-words.js';
import { sonioxTokens } from './soniox-tokens.js';
import type { ConnectionPlan } from './vendor-server.js';

const WAV_HEADER_BYTES = 44;
/** A second of `lateMs` is one question of a client that asks once a second. */
const ASKED_EVERY_MS = 1_000;

interface Transcription {
  readonly id: string;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly words: readonly ScriptedWord[];
  readonly plan: ConnectionPlan;
  questions: number;
}

/** Recordings at Soniox, as soniox.com/docs/stt/async/async-transcription describes it: a file, a transcription of it, its transcript. */
export class SonioxFiles {
  /** What was asked for, in order. */
  readonly requests: Readonly<Record<string, unknown>>[] = [];
  /** How often a client asked whether a transcription is there. */
  questions = 0;
  private readonly files = new Map<string, Buffer>();
  private readonly transcriptions = new Map<string, Transcription>();
  private numbers = 0;

  /** How many files and transcriptions nobody has removed. */
  get left(): number {
    return this.files.size + this.transcriptions.size;
  }

  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    plan: () => ConnectionPlan,
  ): Promise<void> {
    const body = await bodyOf(request);
    const [, , kind, id = '', part] = (request.url ?? '').split('/');
    switch (`${request.method} ${kind}`) {
      case 'POST files':
        return this.upload(request, response, body);
      case 'POST transcriptions':
        return this.create(response, body, plan());
      case 'GET transcriptions':
        return this.show(response, id, part === 'transcript');
      default:
        return this.remove(response, id);
    }
  }

  private show(response: ServerResponse, id: string, isTranscript: boolean): void {
    const transcription = this.transcriptions.get(id);
    if (!transcription) send(response, 404, { message: 'a text of the vendor' });
    else if (isTranscript) send(response, 200, transcriptOf(transcription));
    else {
      this.questions += 1;
      send(response, 200, { id, status: statusOf(transcription) });
    }
  }

  private remove(response: ServerResponse, id: string): void {
    const wasThere = this.files.delete(id) || this.transcriptions.delete(id);
    send(response, wasThere ? 204 : 404, null);
  }

  private async upload(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const file = (await new Response(new Uint8Array(body), { headers }).formData()).get('file') as File;
    const id = this.nextId('file');
    this.files.set(id, Buffer.from(await file.arrayBuffer()));
    send(response, 201, { id, filename: file.name, size: file.size, created_at: '2026-01-01T00:00:00Z' });
  }

  private create(response: ServerResponse, body: Buffer, plan: ConnectionPlan): void {
    const asked = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    this.requests.push(asked);
    const file = this.files.get(String(asked['file_id']));
    if (plan.refuse) return send(response, plan.refuse.status, null, plan.refuse.retryAfter);
    if (!file) return send(response, 404, { message: 'a text of the vendor' });
    const id = this.nextId('transcription');
    this.transcriptions.set(id, { id, asked, plan, words: wordsIn(file, plan), questions: 0 });
    send(response, 201, { id, status: 'queued', file_id: asked['file_id'] });
  }

  private nextId(kind: string): string {
    this.numbers += 1;
    return `${kind}-${this.numbers}`;
  }
}

function statusOf(transcription: Transcription): string {
  transcription.questions += 1;
  const { error, lateMs = 0 } = transcription.plan;
  if (transcription.questions * ASKED_EVERY_MS <= lateMs) return 'processing';
  return error === undefined ? 'completed' : 'error';
}

function transcriptOf({ id, words, asked }: Transcription): object {
  const tokens = sonioxTokens(words, asked, true);
  return { id, text: tokens.map(({ text }) => text).join(''), tokens };
}

function wordsIn(file: Buffer, { words = [], hearsSilence }: ConnectionPlan): ScriptedWord[] {
  const heard: ScriptedWord[] = [];
  const options = { pauseMs: 1_000, ...(hearsSilence ? { hearsSilence } : {}) };
  const hearing = new ScriptedHearing(words, options, {
    onPartial: () => undefined,
    onFinal: (said) => void heard.push(...said),
  });
  hearing.hear(file.subarray(WAV_HEADER_BYTES), () => true);
  hearing.finish();
  return heard;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, body: object | null, retryAfter?: string): void {
  const headers = {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  };
  response.writeHead(status, headers).end(body === null ? undefined : JSON.stringify(body));
}
