import { ChatService } from '#libs/chat';
import { type ResponseMessage } from '#libs/contracts';
import { type Dialogue, type QuestionLabel } from './dialogue-file.js';
import { type QuestionShares } from './dialogue-report.js';
import { startEmbeddedProduct, type EmbeddedProduct } from '../support/embedded-product.js';
import { recordConversation } from '../support/recorded-conversation.js';

const DAY_MS = 86_400_000;

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

async function ingest(product: EmbeddedProduct, dialogue: Dialogue): Promise<void> {
  const others = Object.keys(dialogue.speakers).filter((name) => !dialogue.speakers[name]!.is_user);
  await recordConversation(product, {
    id: dialogue.id,
    startedAt: dialogue.started_at,
    language: dialogue.language,
    turns: dialogue.turns.map(({ speaker, text }) => ({
      text,
      isUser: dialogue.speakers[speaker]!.is_user,
      speaker: others.indexOf(speaker) + 1,
    })),
  });
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
