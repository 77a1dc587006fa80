import { findPersonNames, splitSentences } from '#libs/ai';
import type { TranscriptTurn } from '#libs/contracts';
import { answeredStatement } from './answers.js';
import { splitClauses } from './clauses.js';
import { classify } from './classify.js';
import { correctionOf } from './corrections.js';
import { bestFacts, type Candidate } from './best-facts.js';
import type { ExtractedFact, FactInput } from './fact.js';
import type { FactKind } from './kinds/fact-kind.js';
import { ownerVoice } from './owner-voice.js';
import { People } from './people.js';
import { readPredicate, writeStatement } from './statement.js';
import { findSubject, type Speaker, type Subject } from './subjects.js';
import { isBroadcast, isReported, isUnreal, isUnsure, takesBack } from './utterance-guards.js';

/** Below this a turn is more likely somebody else's. A taste or a habit is too easily anyone's and takes more. */
const LIKELY_OWNER = 0.5;
const LIKELIER_OWNER = 0.55;

/** What is carried from sentence to sentence. */
interface Thread {
  readonly input: FactInput;
  readonly ownerLabel: string;
  readonly people: People;
  readonly candidates: Candidate[];
  lastPerson: Subject | null;
  question: { text: string; turn: TranscriptTurn } | null;
  previous: string;
}

interface Spoken {
  readonly text: string;
  readonly turn: TranscriptTurn;
  readonly turnIndex: number;
  readonly speaker: Speaker;
  /** How likely the owner speaks. */
  readonly voice: number;
}

/**
 * The rule-based extractor: lasting facts that somebody states about themselves or their people. Reads statements, never questions, wishes or
 * plans; what is not told by the owner counts only when it is said of the owner's people by name of their relation.
 * Pure and synchronous: it runs in a worker thread.
 */
export function memoryFacts(input: FactInput): ExtractedFact[] {
  const { turns, ownerName } = input.transcript;
  const isUnattributed = turns.every((turn) => turn.isUser !== true);
  if (isUnattributed && (isBroadcast(turns) || turns.every((turn) => turn.isUser === false))) return [];
  const thread: Thread = {
    input,
    ownerLabel: ownerName ?? 'The owner',
    people: People.known(input.existing),
    candidates: [],
    lastPerson: null,
    question: null,
    previous: '',
  };
  const utterances = turns.flatMap((turn, turnIndex) =>
    splitSentences(turn.text).map(({ text }) => ({ text, turn, turnIndex, isUser: turn.isUser })),
  );
  const voice = ownerVoice(utterances, ownerName, thread.people);
  utterances.forEach((utterance, index) => {
    if (utterance.turnIndex !== utterances[index - 1]?.turnIndex) thread.lastPerson = null;
    const speaker = speakerOf(thread, utterance.turn, voice[index]!);
    readSentence(thread, { ...utterance, speaker, voice: voice[index]! });
    thread.previous = utterance.text;
  });
  return bestFacts(thread.candidates, input);
}

function speakerOf(thread: Thread, turn: TranscriptTurn, voice: number): Speaker {
  const named = /^(?:You|Speaker \d+|SPEAKER_\d+|Unknown|User)$/i.test(turn.speaker) ? null : turn.speaker;
  const isOwner = turn.isUser ?? voice >= LIKELY_OWNER;
  return {
    ownerLabel: thread.ownerLabel,
    isOwner,
    name: turn.isUser === false ? named : null,
    isOther: turn.isUser === false,
    people: thread.people,
    lastPerson: thread.lastPerson,
  };
}

function readSentence(thread: Thread, spoken: Spoken): void {
  const { text, speaker, turn } = spoken;
  if (takesBack(text)) thread.candidates.pop();
  if (speaksOfSomebodyElse(text, thread.lastPerson)) thread.lastPerson = null;
  if (speaker.isOwner) introduce(thread, spoken);
  const question = thread.question;
  thread.question = /\?["']?$/.test(text) ? { text, turn } : null;
  if (thread.question || isUnreal(text)) return;
  if (speaker.isOwner) {
    if (readCorrection(thread, spoken)) return;
    readAnswer(thread, spoken, question);
  }
  const source = { segmentIds: turn.segmentIds, quote: text };
  for (const clause of splitClauses(text)) readClause(thread, spoken, { text: clause, ...source });
}

function speaksOfSomebodyElse(text: string, person: Subject | null): boolean {
  return person !== null && findPersonNames(text).some((name) => name !== person.key);
}

/** "Any allergies?" and "To shellfish." make one statement, which rests on both. */
function readAnswer(thread: Thread, spoken: Spoken, question: Thread['question']): void {
  if (!question || question.turn === spoken.turn) return;
  const statement = answeredStatement(question.text, spoken.text);
  if (!statement) return;
  readClause(thread, spoken, {
    text: statement,
    segmentIds: [...question.turn.segmentIds, ...spoken.turn.segmentIds],
    quote: `${question.text} ${spoken.text}`,
  });
}

interface ClauseSource {
  readonly text: string;
  readonly segmentIds: readonly string[];
  readonly quote: string;
}

function readClause(thread: Thread, spoken: Spoken, clause: ClauseSource): void {
  if (isReported(clause.text) || isUnsure(clause.text)) return;
  const subject = findSubject(clause.text, { ...spoken.speaker, lastPerson: thread.lastPerson });
  if (!subject) return;
  if (subject.kind === 'related' || subject.kind === 'named') thread.lastPerson = subject;
  // Of people whose relation to the owner nobody stated, nothing is kept.
  if (subject.kind === 'named') return;
  const predicate = readPredicate(subject);
  const kind = classify(subject, predicate);
  if (!kind || isTooUncertain(spoken, kind)) return;
  const content = writeStatement(subject, predicate, thread.input.transcript);
  if (!content) return;
  thread.candidates.push({
    content,
    topic: topicFor(subject, kind.topic),
    category: 'system',
    subject: subject.key,
    predicate: kind.predicate,
    segment_ids: clause.segmentIds,
    quote: clause.quote,
    weight: kind.weight,
    turnIndex: spoken.turnIndex,
  });
}

function isTooUncertain({ speaker, voice }: Spoken, kind: FactKind): boolean {
  return speaker.isOwner && kind.weight < 3 && voice < LIKELIER_OWNER;
}

/** Where somebody lives or works is the owner's own affair for the owner, and for others part of the relationship. */
function topicFor(subject: Subject, topic: Candidate['topic']): Candidate['topic'] {
  const isOther = subject.key !== 'user' && subject.kind !== 'speaker';
  return isOther && (topic === 'personal' || topic === 'work') ? 'relationships' : topic;
}

/** "My daughter Rosie": who the owner's people are, whatever else the sentence says. */
function introduce(thread: Thread, { text, turn, turnIndex }: Spoken): void {
  for (const { name, relation } of thread.people.learn(text)) {
    thread.candidates.push({
      content: `${name} is ${thread.ownerLabel}'s ${relation}`,
      topic: 'relationships',
      category: 'system',
      subject: name,
      predicate: 'relation',
      segment_ids: turn.segmentIds,
      quote: text,
      weight: 1,
      turnIndex,
    });
  }
}

function readCorrection(thread: Thread, { text, turn, turnIndex }: Spoken): boolean {
  const correction = correctionOf(text, thread.previous, thread.input.existing, thread.ownerLabel);
  if (!correction) return false;
  thread.candidates.push({
    ...correction,
    category: 'system',
    segment_ids: turn.segmentIds,
    quote: text,
    weight: 3,
    turnIndex,
  });
  return true;
}

/** What the worker thread calls: the facts in the shape of the task's answer. */
export function answerWithFacts(input: FactInput): { memories: ExtractedFact[] } {
  return { memories: memoryFacts(input) };
}
