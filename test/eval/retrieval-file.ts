import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** One thing somebody said. */
export interface Turn {
  readonly id: string;
  readonly session: number;
  readonly speaker: string;
  /** With what the picture shows that was sent along. */
  readonly text: string;
}

export interface Session {
  readonly number: number;
  readonly startedAt: Date;
  readonly turns: readonly Turn[];
}

export interface RetrievalQuestion {
  readonly text: string;
  /** Ids of the turns that hold the answer. */
  readonly evidence: readonly string[];
}

/** All that two people said to each other over months, and what was asked about it. */
export interface History {
  readonly id: string;
  readonly speakers: readonly string[];
  readonly sessions: readonly Session[];
  readonly questions: readonly RetrievalQuestion[];
}

/** The category of LoCoMo's questions that cannot be answered: their evidence is none. */
const UNANSWERABLE = 5;

const turn = z.object({
  speaker: z.string(),
  dia_id: z.string(),
  text: z.string(),
  blip_caption: z.string().optional(),
});
const sample = z.object({
  sample_id: z.string(),
  conversation: z.record(z.string(), z.unknown()),
  qa: z.array(
    z.object({
      question: z.string(),
      evidence: z.array(z.string()).default([]),
      category: z.number().optional(),
    }),
  ),
});

/** Reads a file in the form of LoCoMo's `locomo10.json`. Throws an Error that says what is wrong with it. */
export function readHistories(file: string): History[] {
  const text = readText(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON.`);
  }
  const read = z.array(sample).min(1).safeParse(json);
  if (!read.success) {
    throw new Error(
      `${file} is not in the form of LoCoMo, which is a list of {sample_id, conversation, qa}:\n${z.prettifyError(read.error)}`,
    );
  }
  return read.data.map((one) => historyOf(one, file));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`, { cause: error });
  }
}

function historyOf({ sample_id, conversation, qa }: z.infer<typeof sample>, file: string): History {
  const numbers = Object.keys(conversation)
    .map((key) => /^session_(\d+)$/.exec(key)?.[1])
    .filter((number) => number !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
  const sessions = numbers.map((number) => sessionOf(conversation, number, `${file}: ${sample_id}`));
  const known = new Set(sessions.flatMap(({ turns }) => turns.map(({ id }) => id)));
  const questions = qa
    .filter(({ category }) => category !== UNANSWERABLE)
    .map(({ question, evidence }) => ({ text: question, evidence: evidenceIn(evidence, known) }))
    .filter(({ evidence }) => evidence.length > 0);
  if (questions.length === 0) throw new Error(`${file}: ${sample_id} has no question with evidence.`);
  const speakers = new Set(sessions.flatMap(({ turns }) => turns.map(({ speaker }) => speaker)));
  return { id: sample_id, speakers: [...speakers], sessions, questions };
}

function sessionOf(conversation: Record<string, unknown>, number: number, where: string): Session {
  const name = `session_${number}`;
  const turns = z.array(turn).safeParse(conversation[name]);
  if (!turns.success) throw new Error(`${where}: ${name} is no list of {speaker, dia_id, text}.`);
  return {
    number,
    startedAt: startOf(conversation[`${name}_date_time`], `${where}: ${name}_date_time`),
    turns: turns.data.map(({ dia_id, speaker, text, blip_caption }) => ({
      id: dia_id,
      session: number,
      speaker,
      text: blip_caption === undefined ? text : `${text} (Picture: ${blip_caption})`,
    })),
  };
}

/** `1:56 pm on 8 May, 2023`. */
function startOf(value: unknown, where: string): Date {
  const match = /^\s*(\d+):(\d+)\s*([ap])m on (.+)$/i.exec(String(value));
  const day = match && Date.parse(`${match[4]} UTC`);
  if (!match || !day || Number.isNaN(day)) throw new Error(`${where} is not like "1:56 pm on 8 May, 2023".`);
  const hour = (Number(match[1]) % 12) + (match[3]!.toLowerCase() === 'p' ? 12 : 0);
  return new Date(day + (hour * 60 + Number(match[2])) * 60_000);
}

/** Some of LoCoMo's lists hold several ids in one text, or ids that do not exist. */
function evidenceIn(listed: readonly string[], known: ReadonlySet<string>): string[] {
  return [...new Set(listed.flatMap((text) => text.split(/[;,\s]+/)).filter((id) => known.has(id)))];
}
