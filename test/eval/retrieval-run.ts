import { SearchHarness, spokenSegment } from '../support/search-harness.js';
import { PlainBm25 } from './plain-bm25.js';
import type { History, RetrievalQuestion, Turn } from './retrieval-file.js';
import { figuresOf, type Answered, type RetrievalFigures } from './retrieval-score.js';

/** Enough passages that ten conversations and twenty turns are among them. */
const PASSAGES = 100;
const SECONDS_PER_TURN = 10;

export interface RetrievalReport {
  readonly search: RetrievalFigures;
  readonly plain: RetrievalFigures;
  readonly histories: readonly { id: string; search: RetrievalFigures; plain: RetrievalFigures }[];
}

/** Makes each session a conversation of an owner, puts it into the product's search, asks every question there and of plain BM25. */
export async function evaluateRetrieval(
  histories: readonly History[],
  tell: (text: string) => void,
): Promise<RetrievalReport> {
  const harness = await SearchHarness.open();
  try {
    const asked: { history: History; search: Answered[]; plain: Answered[] }[] = [];
    for (const [number, history] of histories.entries()) {
      tell(`${number + 1} of ${histories.length}: ${history.id}, ${history.questions.length} questions`);
      await learn(harness, history);
      asked.push({ history, search: await ask(harness, history), plain: askPlainly(history) });
    }
    const all = (kind: 'search' | 'plain') =>
      figuresOf(
        asked.flatMap((one) => one[kind]),
        sessionOf,
      );
    return {
      search: all('search'),
      plain: all('plain'),
      histories: asked.map(({ history: { id }, search, plain }) => ({
        id,
        search: figuresOf(search, sessionOf),
        plain: figuresOf(plain, sessionOf),
      })),
    };
  } finally {
    await harness.close();
  }
}

/** `D3:11` was said in the third session. */
function sessionOf(_question: RetrievalQuestion, turn: string): number {
  return Number(/\d+/.exec(turn)![0]);
}

async function learn(harness: SearchHarness, { id: ownerId, speakers, sessions }: History): Promise<void> {
  const ids = new Map<string, string>();
  for (const name of speakers) ids.set(name, (await harness.people.create(ownerId, name)).id);
  const segmentOf = ({ id, text, speaker }: Turn, place: number) =>
    spokenSegment({
      id,
      text,
      speaker: `SPEAKER_0${speakers.indexOf(speaker)}`,
      speaker_id: speakers.indexOf(speaker),
      person_id: ids.get(speaker)!,
      start: place * SECONDS_PER_TURN,
      end: (place + 1) * SECONDS_PER_TURN,
    });
  for (const { number, startedAt, turns } of sessions) {
    await harness.add(ownerId, { id: String(number), startedAt, segments: turns.map(segmentOf) });
  }
}

async function ask(harness: SearchHarness, { id: ownerId, questions }: History): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (const question of questions) {
    const found = await harness.search.search(ownerId, { text: question.text, limit: PASSAGES });
    answers.push({
      question,
      sessions: distinct(found.map(({ conversationId }) => Number(conversationId))),
      turns: distinct(found.flatMap(({ segmentIds }) => segmentIds)),
    });
  }
  return answers;
}

function askPlainly({ sessions, questions }: History): Answered[] {
  const turns = sessions.flatMap((session) => session.turns);
  const said = ({ speaker, text }: Turn) => `${speaker}: ${text}`;
  const ofTurns = new PlainBm25(turns.map(said));
  const ofSessions = new PlainBm25(sessions.map((session) => session.turns.map(said).join('\n')));
  return questions.map((question) => ({
    question,
    sessions: ofSessions.rank(question.text).map((place) => sessions[place]!.number),
    turns: ofTurns.rank(question.text).map((place) => turns[place]!.id),
  }));
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
