import { setTimeout as sleep } from 'node:timers/promises';
import type { Conversation } from '#libs/contracts';
import { ConversationProcessing } from '#libs/conversations';
import { JobQueue } from '#libs/queue';
import { DocumentStore } from '#libs/storage';
import type { EmbeddedProduct } from './embedded-product.js';

const POLL_MS = 50;
const WORDS_PER_SECOND = 2.5;

export interface RecordedTurn {
  readonly text: string;
  readonly isUser: boolean;
  /** Tells the other voices apart; 1 when absent. */
  readonly speaker?: number;
}

export interface Recording {
  readonly id: string;
  /** ISO 8601 with offset. */
  readonly startedAt: string;
  readonly language?: string;
  readonly turns: readonly RecordedTurn[];
}

/** Puts a conversation there as if it had just been recorded and heard without a mistake. */
export async function storeRecording(
  { app, ownerId, clock }: EmbeddedProduct,
  recording: Recording,
): Promise<void> {
  const body = recordedConversation(recording);
  clock.moveTo(body.finished_at.getTime());
  await app
    .get(DocumentStore)
    .write([{ kind: 'create', path: `users/${ownerId}/conversations/${recording.id}`, data: body }]);
}

/** The same, and has the product process it to the end. */
export async function recordConversation(product: EmbeddedProduct, recording: Recording): Promise<void> {
  const { app, ownerId } = product;
  await storeRecording(product, recording);
  await app.get(ConversationProcessing).finalize(ownerId, recording.id);
  const queue = app.get(JobQueue);
  for (;;) {
    const { waiting, active, dead } = await queue.counts();
    if (dead > 0) throw new Error(`Processing failed: ${(await queue.deadLetters(1))[0]?.errorCode}`);
    if (waiting + active === 0) return;
    await sleep(POLL_MS);
  }
}

function recordedConversation({ id, startedAt, language = 'en', turns }: Recording): Conversation {
  const segments = segmentsOf(id, turns);
  const started = new Date(startedAt);
  const finished = new Date(started.getTime() + (segments.at(-1)?.end ?? 0) * 1000);
  return {
    id,
    created_at: started,
    updated_at: finished,
    started_at: started,
    finished_at: finished,
    source: 'omi',
    language,
    structured: { title: '', overview: '', emoji: '🧠', category: 'other', action_items: [], events: [] },
    transcript_segments: segments,
    geolocation: null,
    photos: [],
    audio_files: [],
    apps_results: [],
    plugins_results: [],
    external_data: null,
    app_id: null,
    discarded: false,
    visibility: 'private',
    starred: false,
    status: 'in_progress',
    is_locked: false,
    folder_id: null,
    client_device_id: null,
    client_platform: null,
    timeout_seconds: 120,
    revision: 0,
    relevance_decision: null,
    failure_code: null,
  };
}

function segmentsOf(id: string, turns: readonly RecordedTurn[]): Conversation['transcript_segments'] {
  let clock = 0;
  return turns.map(({ text, isUser, speaker = 1 }, number) => {
    const start = clock;
    clock += text.split(' ').length / WORDS_PER_SECOND;
    const speakerId = isUser ? 0 : speaker;
    return {
      id: `${id}-${number}`,
      text,
      speaker: `SPEAKER_${String(speakerId).padStart(2, '0')}`,
      speaker_id: speakerId,
      is_user: isUser,
      person_id: null,
      start,
      end: clock,
      translations: [],
      speech_profile_processed: true,
      stt_provider: null,
    };
  });
}
