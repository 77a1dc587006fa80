import type { Conversation, TranscriptSegment } from '#libs/contracts';
import type { Passage } from '#libs/conversations';
import type { MemoryHit } from '#libs/memories';
import type { AnswerInput, EvidenceConversation } from '../answer/answer-input.js';
import { periodOf } from '../answer/period.rules.js';
import { notesOf } from './notes.rules.js';
import { turnsOf } from './turns-of-segment.rules.js';
import type { TurnEvidence } from './turn-evidence.js';

/** Enough passages that the right conversation is among them; the answer's rules read the turns around. */
const PASSAGES = 30;
const CONVERSATIONS = 8;
const MEMORIES = 10;
const TASKS = 50;
/** A conversation up to this many turns goes along whole; of a longer one only what was found, with neighbours on either side. */
const WHOLE_TURNS = 150;
const NEIGHBOURS = 12;

export interface AskedQuestion {
  readonly text: string;
  readonly askedAtMs: number;
  readonly timeZone: string;
}

/** What an answer may rest on, with the records that it was made of, in the same order. */
export interface GatheredEvidence {
  readonly input: AnswerInput;
  readonly conversations: readonly Conversation[];
  readonly memories: readonly MemoryHit[];
}

/** Looks up everything that may bear on a question. */
export async function gatherAnswerInput(
  asked: AskedQuestion,
  evidence: TurnEvidence,
): Promise<GatheredEvidence> {
  const [passages, memories, tasks] = await Promise.all([
    findPassages(asked, evidence),
    evidence.memories({ text: asked.text, limit: MEMORIES }),
    evidence.tasks({ completed: false, limit: TASKS }),
  ]);
  const conversations = await findConversations(asked, passages, evidence);
  const found = new Set(passages.flatMap(({ segmentIds }) => segmentIds));
  return {
    conversations,
    memories,
    input: {
      question: asked.text,
      askedAtMs: asked.askedAtMs,
      timeZone: asked.timeZone,
      conversations: conversations.map((conversation) => evidenceOf(conversation, found, asked.timeZone)),
      memories: memories.map(({ memory }) => ({
        memoryId: memory.id,
        content: memory.content,
        conversationId: memory.conversation_id,
        learnedAtMs: memory.created_at.getTime(),
      })),
      tasks: tasks.map(({ description, due_at, conversation_id }) => ({
        description,
        dueAtMs: due_at?.getTime() ?? null,
        conversationId: conversation_id,
      })),
    },
  };
}

async function findPassages(asked: AskedQuestion, evidence: TurnEvidence): Promise<Passage[]> {
  const period = periodOf(asked.text, asked.askedAtMs, asked.timeZone);
  const query = { text: asked.text, limit: PASSAGES };
  if (!period) return evidence.passages(query);
  const [inPeriod, anytime] = await Promise.all([
    evidence.passages({ ...query, fromMs: period.fromMs, toMs: period.toMs }),
    evidence.passages(query),
  ]);
  return [...inPeriod, ...anytime];
}

/** The conversations of the best passages; of a period that is asked about, also those that no word led to. */
async function findConversations(
  asked: AskedQuestion,
  passages: readonly Passage[],
  evidence: TurnEvidence,
): Promise<Conversation[]> {
  const ids = [...new Set(passages.map(({ conversationId }) => conversationId))].slice(0, CONVERSATIONS);
  const period = periodOf(asked.text, asked.askedAtMs, asked.timeZone);
  const found = await evidence.conversations(ids);
  if (!period) return found;
  const inPeriod = await evidence.conversationsIn(
    { fromMs: period.fromMs, toMs: period.toMs },
    CONVERSATIONS,
  );
  return [...found, ...inPeriod.filter(({ id }) => !ids.includes(id))];
}

function evidenceOf(
  conversation: Conversation,
  found: ReadonlySet<string>,
  timeZone: string,
): EvidenceConversation {
  const segments = conversation.transcript_segments;
  const ownerIsKnown = segments.some(({ is_user }) => is_user);
  const { title, overview, category } = conversation.structured;
  const notes = notesOf(conversation, timeZone);
  return {
    conversationId: conversation.id,
    title,
    overview: `${overview} (${category})`,
    startedAtMs: conversation.started_at.getTime(),
    turns: nearFound(segments, found).flatMap((segment) =>
      turnsOf(segment, { ownerIsKnown, noted: notes.get(segment.id) }),
    ),
  };
}

function nearFound(segments: readonly TranscriptSegment[], found: ReadonlySet<string>): TranscriptSegment[] {
  const hits = segments.flatMap(({ id }, index) => (found.has(id) ? [index] : []));
  const isNear = (index: number) => hits.some((hit) => Math.abs(hit - index) <= NEIGHBOURS);
  const isWhole = segments.length <= WHOLE_TURNS || hits.length === 0;
  return segments.filter((_, index) => isWhole || isNear(index));
}
