import { splitSentences } from '#libs/ai';
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
import { isOfAcquaintance, onlyRelativeIn, speakOfOne, speaksOfSomebodyElse } from './people-mentioned.js';
import { withNamedObject } from './pronoun-objects.js';
import { statedPart } from './stated-part.js';
import { readPredicate, writeStatement } from './statement.js';
import { topicFor, type Subject } from './subject.js';
import { findSubject, type Speaker } from './subjects.js';
import { isBroadcast, isReported, isUnsure, takesBack } from './utterance-guards.js';

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
  previous: { text: string; turn: TranscriptTurn } | null;
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
    previous: null,
  };
  const utterances = turns.flatMap((turn, turnIndex) =>
    splitSentences(turn.text).map(({ text }) => ({ text, turn, turnIndex, isUser: turn.isUser })),
  );
  const voice = ownerVoice(utterances, ownerName, thread.people);
  // Who somebody is may be said after what is told of them.
  utterances.forEach((utterance, index) => {
    introduce(thread, {
      ...utterance,
      speaker: speakerOf(thread, utterance.turn, voice[index]!),
      voice: voice[index]!,
    });
  });
  utterances.forEach((utterance, index) => {
    if (
      utterance.turnIndex !== utterances[index - 1]?.turnIndex &&
      !speakOfOne(utterance.text, thread.previous?.text ?? '')
    )
      thread.lastPerson = null;
    const speaker = speakerOf(thread, utterance.turn, voice[index]!);
    readSentence(thread, { ...utterance, speaker, voice: voice[index]! });
    thread.previous = utterance;
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
  const question = thread.question;
  thread.question = /\?["']?$/.test(text) ? { text, turn } : question?.turn === turn ? question : null;
  const stated = statedPart(text);
  if (stated === null) return;
  if (speaker.isOwner) {
    if (readCorrection(thread, spoken)) return;
    readAnswer(thread, spoken, question);
  }
  if (stated !== text) followRelative(thread, spoken, text);
  readClauses(thread, spoken, stated);
}

/** Shorter clauses ("No", "Careful") name nothing that a pronoun could stand for. */
const MIN_NAMING_WORDS = 2;

/** A clause whose pronoun stands for a thing of the sentence before rests on both. */
function readClauses(thread: Thread, spoken: Spoken, stated: string): void {
  const own = { segmentIds: spoken.turn.segmentIds, quote: spoken.text };
  const { previous } = thread;
  let before = previous?.text ?? '';
  let source = previous ? onBoth(previous, spoken) : own;
  for (const clause of splitClauses(stated)) {
    const named = withNamedObject(clause, before);
    if (named !== null) readClause(thread, spoken, { text: named, ...(named === clause ? own : source) });
    if (clause.split(' ').length < MIN_NAMING_WORDS) continue;
    before = clause;
    source = own;
  }
}

function onBoth(
  first: { text: string; turn: TranscriptTurn },
  second: Spoken,
): Pick<ClauseSource, 'segmentIds' | 'quote'> {
  return {
    segmentIds: [...new Set([...first.turn.segmentIds, ...second.turn.segmentIds])],
    quote: `${first.text} ${second.text}`,
  };
}

/** "Any allergies?" and "To shellfish." make one statement, which rests on both. */
function readAnswer(thread: Thread, spoken: Spoken, question: Thread['question']): void {
  if (!question || question.turn === spoken.turn) return;
  const statement = answeredStatement(question.text, spoken.text);
  if (!statement) return;
  readClause(thread, spoken, { text: statement, ...onBoth(question, spoken) });
}

interface ClauseSource {
  readonly text: string;
  readonly segmentIds: readonly string[];
  readonly quote: string;
}

/** "We would visit my sister Claire": what is said of her next may be a fact, whatever becomes of the visit. */
function followRelative(thread: Thread, { speaker }: Spoken, text: string): void {
  const relative = onlyRelativeIn(text);
  const person = relative && speaker.isOwner ? findSubject(`${relative} is there`, speaker) : null;
  if (person?.kind === 'related') thread.lastPerson = person;
}

function readClause(thread: Thread, spoken: Spoken, clause: ClauseSource): void {
  followRelative(thread, spoken, clause.text);
  if (isReported(clause.text) || isUnsure(clause.text)) return;
  const subject = findSubject(clause.text, { ...spoken.speaker, lastPerson: thread.lastPerson });
  if (!subject) return;
  if (subject.kind === 'related' || subject.kind === 'named') thread.lastPerson = subject;
  const predicate = readPredicate(subject);
  const kind = classify(subject, predicate);
  if (!kind || isNotForKeeping(thread, spoken, subject, kind)) return;
  const content = writeStatement(subject, predicate, thread.input.transcript);
  if (!content) return;
  thread.candidates.push({
    content,
    topic: topicFor(subject, kind.topic),
    category: subject.key === 'user' ? 'system' : 'interesting',
    subject: subject.key,
    predicate: kind.predicate,
    segment_ids: clause.segmentIds,
    quote: clause.quote,
    weight: kind.weight,
    turnIndex: spoken.turnIndex,
  });
}

/** Of people whose relation to the owner nobody stated only what the owner says of their allergies is kept, and what concerns those who are remembered already. */
function isOfStranger(thread: Thread, { turn }: Spoken, subject: Subject, kind: FactKind): boolean {
  if (subject.kind !== 'named') return false;
  const isRemembered = thread.input.existing.some((fact) => fact.subject === subject.key);
  return !isRemembered && !(kind.predicate === 'allergy' && turn.isUser === true);
}

function isNotForKeeping(thread: Thread, spoken: Spoken, subject: Subject, kind: FactKind): boolean {
  return (
    isTooUncertain(spoken, kind) || isOfAcquaintance(subject) || isOfStranger(thread, spoken, subject, kind)
  );
}

function isTooUncertain({ speaker, voice }: Spoken, kind: FactKind): boolean {
  return speaker.isOwner && kind.weight < 3 && voice < LIKELIER_OWNER;
}

/** "My daughter Rosie": who the owner's people are, whatever else the sentence says. */
function introduce(thread: Thread, { text, turn, turnIndex, speaker }: Spoken): void {
  if (!speaker.isOwner) return;
  const owner = thread.ownerLabel.replace(/^The /, 'the ');
  for (const { name, relation } of thread.people.learn(text)) {
    thread.candidates.push({
      content: `${name} is ${owner}'s ${relation}`,
      topic: 'relationships',
      category: 'interesting',
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
  const correction = correctionOf(
    text,
    thread.previous?.text ?? '',
    thread.input.existing,
    thread.ownerLabel,
  );
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
