import type { Codec } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import type { CaptureLog } from '../capture/capture-log.js';
import type { CaptureLogs } from '../capture/capture-logs.js';
import { validateFormat } from '../codecs/audio-format.js';

/** What is known of the speech in a session, besides its language. */
export interface SessionSpeech {
  /** Languages that the owner speaks, ISO 639-1; empty when that is not known. */
  readonly languages: readonly string[];
  /** Names and words to listen for, most important first; at most 100 are used. */
  readonly keyterms: readonly string[];
  /** What the client wants of the voice gate; null: as the server is configured. */
  readonly voiceGate: 'enabled' | 'disabled' | null;
}

export const PLAIN_SPEECH: SessionSpeech = { languages: [], keyterms: [], voiceGate: null };

export interface LiveSessionParams {
  readonly ownerId: string;
  readonly sessionId: string;
  readonly codec: Codec;
  /** Hz. */
  readonly sampleRate: number;
  readonly language: string;
  readonly device?: string | null;
  /** False: sound is kept and counted, and nobody is to recognize it (clients that transcribe themselves). */
  readonly recognize: boolean;
  /** What helps to recognize it. */
  readonly speech: SessionSpeech;
  /** Null for a new session. Else the audio position up to which everything is stored: what the log holds beyond it is transcribed first. */
  readonly resume: { readonly handledPositionMs: number } | null;
  /** Numbers below this are taken by voices that were told apart before; 0 when absent. */
  readonly voices?: number;
}

/** The session's log, new or as it was left. Errors: those of `LiveSession.open`, but for the language. */
export async function openLog(params: LiveSessionParams, capture: CaptureLogs): Promise<CaptureLog> {
  const { ownerId, sessionId, language, device = null, resume } = params;
  const format = validateFormat(params.codec, params.sampleRate);
  if (!resume) return capture.create({ ownerId, sessionId, ...format, language, device });
  const log = await capture.reopen(ownerId, sessionId);
  if (log.header.codec === format.codec && log.header.sampleRate === format.sampleRate) return log;
  await capture.close(log);
  throw new AppError(
    'conflict',
    'SESSION_FORMAT_CHANGED',
    'A session keeps its codec and sample rate. Open a new session for another format.',
    { codec: log.header.codec, sampleRate: log.header.sampleRate },
  );
}
