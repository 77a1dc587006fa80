import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChatService } from '#libs/chat';
import { type Conversation, type ResponseMessage } from '#libs/contracts';
import { ConversationsService } from '#libs/conversations';
import { JobQueue } from '#libs/queue';
import { DocumentStore } from '#libs/storage';
import { readDialogues, transcriptOf, type Dialogue, type QuestionLabel } from './dialogue-file.js';
import { type QuestionShares } from './dialogue-report.js';
import { startEmbeddedProduct, type EmbeddedProduct } from '../support/embedded-product.js';

const DAY_MS = 86_400_000;
const POLL_MS = 50;

/** One question with what came of it. */
export interface AskedQuestion {
  readonly dialogue: string;
  readonly question: string;
  readonly answer: string;
  /** Ids of the dialogues whose conversations the answer cites. */
  readonly cited: readonly string[];
  readonly answerIsRight: boolean;
  readonly citationIsRight: boolean;
  readonly durationMs: number;
}

export interface QuestionEvaluation {
  readonly shares: QuestionShares;
  readonly asked: readonly AskedQuestion[];
}

/** Takes dialogues through the whole product as texts, then asks their questions in its chat. */
export async function evaluateQuestions(dialogues: readonly Dialogue[]): Promise<QuestionEvaluation> {
  const [first] = dialogues;
  if (!first) throw new Error('There are no dialogues to ask about.');
  const product = await startEmbeddedProduct({
    owner: { name: first.owner, timeZone: first.time_zone },
    env: chatModelOfEnvironment(),
  });
  try {
    for (const dialogue of dialogues) await ingest(product, dialogue);
    const lastMs = Math.max(...dialogues.map(({ started_at }) => Date.parse(started_at)));
    const asked: AskedQuestion[] = [];
    for (const dialogue of dialogues) {
      for (const label of dialogue.labels.questions ?? []) {
        product.clock.moveTo(label.asked_at ? Date.parse(label.asked_at) : lastMs + DAY_MS);
        asked.push(await ask(product, dialogue, label));
      }
    }
    return { asked, shares: sharesOf(asked) };
  } finally {
    await product.dispose();
  }
}

/** With `LLM_*` set, the agent of that model answers instead of the rules. */
function chatModelOfEnvironment(): Record<string, string | undefined> {
  const { LLM_BASE_URL, LLM_MODEL, LLM_API_KEY } = process.env;
  return { LLM_BASE_URL, LLM_MODEL, LLM_API_KEY };
}

/** The dialogue as a conversation that was just recorded; finalized, and processed to the end. */
async function ingest({ app, ownerId, clock }: EmbeddedProduct, dialogue: Dialogue): Promise<void> {
  const startedMs = Date.parse(dialogue.started_at);
  const { turns } = transcriptOf(dialogue, false);
  const endedMs = startedMs + turns.at(-1)!.end * 1000;
  clock.moveTo(endedMs);
  const body = recordedConversation(dialogue, new Date(startedMs), new Date(endedMs));
  await app
    .get(DocumentStore)
    .write([{ kind: 'create', path: `users/${ownerId}/conversations/${dialogue.id}`, data: body }]);
  await app.get(ConversationsService).finalize(ownerId, dialogue.id);
  const queue = app.get(JobQueue);
  for (;;) {
    const { waiting, active, dead } = await queue.counts();
    if (dead > 0)
      throw new Error(`Processing ${dialogue.id} failed: ${(await queue.deadLetters(1))[0]?.errorCode}`);
    if (waiting + active === 0) return;
    await sleep(POLL_MS);
  }
}

function recordedConversation(
  dialogue: Dialogue,
  startedAt: Date,
  endedAt: Date,
): Conversation & { transcript_pages: number } {
  const speakers = Object.keys(dialogue.speakers);
  const { turns } = transcriptOf(dialogue, false);
  return {
    id: dialogue.id,
    created_at: startedAt,
    updated_at: endedAt,
    started_at: startedAt,
    finished_at: endedAt,
    source: 'omi',
    language: dialogue.language,
    structured: { title: '', overview: '', emoji: '🧠', category: 'other', action_items: [], events: [] },
    transcript_segments: turns.map((turn, number) => {
      const speaker = speakers.indexOf(dialogue.turns[number]!.speaker);
      return {
        id: `${dialogue.id}-${turn.segmentIds[0]}`,
        text: turn.text,
        speaker: `SPEAKER_${String(speaker).padStart(2, '0')}`,
        speaker_id: speaker,
        is_user: turn.isUser === true,
        person_id: null,
        start: turn.start,
        end: turn.end,
        translations: [],
        speech_profile_processed: true,
        stt_provider: null,
      };
    }),
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
    transcript_pages: 0,
  };
}

async function ask(
  { app, ownerId, clock }: EmbeddedProduct,
  dialogue: Dialogue,
  label: QuestionLabel,
): Promise<AskedQuestion> {
  const startedMs = clock.monotonicMs();
  let message: ResponseMessage | undefined;
  for await (const frame of app
    .get(ChatService)
    .ask(ownerId, { text: label.q }, new AbortController().signal)) {
    if (frame.kind === 'done') message = frame.message;
  }
  const answer = message?.text ?? '';
  const cited = message?.memories_id ?? [];
  return {
    dialogue: dialogue.id,
    question: label.q,
    answer,
    cited,
    answerIsRight: label.unanswerable
      ? /do(?: not|n't) know/i.test(answer)
      : mentions(answer, label.answer_any_of),
    citationIsRight: label.unanswerable ? cited.length === 0 : cited.includes(dialogue.id),
    durationMs: clock.monotonicMs() - startedMs,
  };
}

function mentions(answer: string, alternatives: readonly string[]): boolean {
  const lower = answer.toLowerCase();
  return alternatives.some((alternative) => lower.includes(alternative));
}

function sharesOf(asked: readonly AskedQuestion[]): QuestionShares {
  const share = (isRight: (question: AskedQuestion) => boolean) => ({
    right: asked.filter(isRight).length,
    of: asked.length,
  });
  return {
    right: share(({ answerIsRight, citationIsRight }) => answerIsRight && citationIsRight),
    answerAlone: share(({ answerIsRight }) => answerIsRight),
    citationAlone: share(({ citationIsRight }) => citationIsRight),
  };
}

export function formatQuestion({
  dialogue,
  question,
  answer,
  cited,
  answerIsRight,
  citationIsRight,
  durationMs,
}: AskedQuestion): string {
  const verdict = answerIsRight && citationIsRight ? 'right' : `wrong${answerIsRight ? ' citation' : ''}`;
  return `${dialogue} ${verdict.padEnd(14)} ${Math.round(durationMs)} ms  ${question}\n    ${answer.split('\n')[0]} [${cited.join(', ')}]`;
}

if (import.meta.main) {
  const folder = process.argv[2] ?? join(process.env.MNEME_TEST_DATA ?? '../shared/data', 'dialogues');
  const { asked, shares } = await evaluateQuestions(readDialogues(folder));
  process.stdout.write(`${asked.map(formatQuestion).join('\n')}\n${JSON.stringify(shares)}\n`);
}
