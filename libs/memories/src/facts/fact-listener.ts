import { expandContractions } from '#libs/ai';
import type { TranscriptTurn } from '#libs/contracts';
import { answeredStatement } from './answers.js';
import { splitClauses } from './clauses.js';
import { classify, CONFIRMED } from './classify.js';
import { correctionOf } from './corrections.js';
import { withSubject } from './elliptic.js';
import type { Candidate, FactInput } from './fact.js';
import { Focus } from './focus.js';
import { isForKeeping, LIKELY_OWNER } from './keeping.js';
import { EVERY, type FactKind } from './kinds/fact-kind.js';
import { leavesGap } from './fragments.js';
import { changesAsSaid, kindOfChange } from './known-changes.js';
import { knownReadings } from './known-things.js';
import { withOwnKin } from './own-kin.js';
import type { People } from './people.js';
import { PetNames } from './pet-names.js';
import { ownedIn } from './possessions.js';
import { withNamedObject } from './pronoun-objects.js';
import { inBoth, inSentence, type Sentence, type Source } from './sentence.js';
import { SpokenOf } from './spoken-of.js';
import { statedPart } from './stated-part.js';
import { readPredicate, writeStatement } from './statement.js';
import { topicFor, type Subject } from './subject.js';
import { findSubject, type Speaker } from './subjects.js';
import { contentStems } from './words.js';
import { isReported, isUnsure, takesBack } from './utterance-guards.js';

/** What was asked of as lasting: "do you still …?", "every week". */
const LASTING = new RegExp(`\\b(?:still|no longer|${EVERY})\\b`, 'i');
/** That something is over says less than what took its place. */
const ENDED_ONLY = /\bno longer\b/;
const DENIAL_WEIGHT = 2;
/** So far back does a pronoun reach to something that is known. */
const REMEMBERED = 4;
/** Shorter clauses ("No", "Careful") name nothing that a pronoun could stand for. */
const MIN_NAMING_WORDS = 2;

/** Reads a talk sentence by sentence for lasting facts. Carries on who and what is spoken of, and which question is open. */
export class FactListener {
  readonly candidates: Candidate[] = [];
  private readonly ownerLabel: string;
  private readonly focus = new Focus();
  private readonly spokenOf = new SpokenOf();
  private readonly petNames = new PetNames();
  private question: Sentence | null = null;
  private previous: Sentence | null = null;
  /** The last sentences, the one that is read among them. */
  private heard: readonly string[] = [];

  constructor(
    private readonly input: FactInput,
    private readonly people: People,
  ) {
    this.ownerLabel = input.transcript.ownerName ?? 'The owner';
  }

  /** "My daughter Rosie": who the owner's people are, whatever else the sentence says. */
  introduce(sentence: Sentence): void {
    const { isOwner } = this.speakerOf(sentence.turn, sentence.voice);
    this.people.hear(sentence.text);
    const pet = this.petNames.hear(sentence.text, sentence.turnIndex, isOwner);
    if (!isOwner) return;
    const owner = this.ownerLabel.replace(/^The /, 'the ');
    const named = pet && this.people.meet(pet.name, pet.pet) ? [{ name: pet.name, relation: pet.pet }] : [];
    for (const { name, relation } of [...this.people.learn(sentence.text), ...named]) {
      this.candidates.push({
        content: `${name} is ${owner}'s ${relation}`,
        topic: 'relationships',
        category: 'interesting',
        subject: name,
        predicate: 'relation',
        segment_ids: sentence.turn.segmentIds,
        quote: sentence.text,
        weight: 1,
        turnIndex: sentence.turnIndex,
      });
    }
  }

  hear(sentence: Sentence): void {
    const speaker = this.speakerOf(sentence.turn, sentence.voice);
    const text = speaker.isOwner ? withOwnKin(sentence.text) : sentence.text;
    this.spokenOf.hear(sentence, text, speaker, this.previous);
    if (takesBack(text)) this.candidates.pop();
    this.heard = [...this.heard, text].slice(-REMEMBERED);
    const open = this.openQuestion(sentence);
    this.focus.hear(expandContractions(text));
    const stated = statedPart(text);
    if (stated !== text || !speaker.isOwner) this.spokenOf.follow(speaker, text);
    if (stated !== null) this.readStated(sentence, speaker, stated, open);
    this.previous = sentence;
  }

  private readStated(sentence: Sentence, speaker: Speaker, stated: string, open: Sentence | null): void {
    if (!speaker.isOwner) return this.readClauses(sentence, speaker, splitClauses(stated));
    if (this.readCorrection(sentence)) return;
    if (open) this.readAnswer(sentence, speaker, open);
    const asked = open && !open.turn.isUser ? expandContractions(open.text) : null;
    const clauses = splitClauses(stated).map((clause) =>
      asked === null && this.isEcho(clause) ? clause : withSubject(clause, asked),
    );
    this.readClauses(sentence, speaker, clauses);
    // "It hit my green Skoda": what the owner has, told in passing.
    const owned = ownedIn(sentence.text);
    if (owned !== null) this.readClause(sentence, speaker, { text: owned, ...inSentence(sentence) });
  }

  /** "A mark every day.": the words of whoever gave the instruction, said back. */
  private isEcho(clause: string): boolean {
    const before = this.previous;
    if (!before || before.turn.isUser !== false) return false;
    const told = new Set(contentStems(before.turn.text));
    return contentStems(clause.replace(new RegExp(EVERY, 'gi'), '')).some((stem) => told.has(stem));
  }

  private speakerOf(turn: TranscriptTurn, voice: number): Speaker {
    const named = /^(?:You|Speaker \d+|SPEAKER_\d+|Unknown|User)$/i.test(turn.speaker) ? null : turn.speaker;
    return {
      ownerLabel: this.ownerLabel,
      isOwner: turn.isUser ?? voice >= LIKELY_OWNER,
      name: turn.isUser === false ? named : null,
      isOther: turn.isUser === false,
      people: this.people,
      lastPerson: this.spokenOf.person,
    };
  }

  /** The question before this sentence that is not answered yet; remembers this sentence when it is one. */
  private openQuestion(sentence: Sentence): Sentence | null {
    const open = this.question;
    // "Anything you react to? Medicines, materials?" goes on asking the same.
    if (goesOnAsking(sentence, open)) return null;
    if (asks(sentence.text)) this.question = sentence;
    else if (open?.turn !== sentence.turn && !isBareReply(sentence.text)) this.question = null;
    return open !== null && open.turn !== sentence.turn ? open : null;
  }

  /** A clause whose pronoun stands for a thing of the sentence before rests on both. */
  private readClauses(sentence: Sentence, speaker: Speaker, clauses: readonly string[]): void {
    const own = inSentence(sentence);
    let before = this.previous?.text ?? '';
    let source = this.previous ? inBoth(this.previous, sentence) : own;
    for (const said of clauses) {
      const clause = this.inFocus(speaker, said, before);
      const named = withNamedObject(clause, before);
      if (!this.readKnown(sentence, speaker, said) && named !== null)
        this.readClause(sentence, speaker, { text: named, ...(named === said ? own : source) });
      if (said.split(' ').length < MIN_NAMING_WORDS || named !== clause) continue;
      before = said;
      source = own;
    }
  }

  private inFocus({ isOwner }: Speaker, clause: string, before: string): string {
    return isOwner ? this.focus.named(clause, before) : clause;
  }

  /** "Now I adore it": what was named some sentences ago and is remembered. */
  private readKnown(sentence: Sentence, speaker: Speaker, clause: string): boolean {
    if (!speaker.isOwner) return false;
    const before = this.candidates.length;
    for (const { text, known } of knownReadings(clause, this.heard.join(' '), this.input.existing))
      this.readClause(sentence, speaker, { text, mustChange: known, ...inSentence(sentence) });
    return this.candidates.length > before;
  }

  /** "Any allergies?" and "To shellfish." make one statement, which rests on both. */
  private readAnswer(sentence: Sentence, speaker: Speaker, open: Sentence): void {
    const statement = answeredStatement(open.text, sentence.text);
    if (statement === null) return;
    const isConfirmed = LASTING.test(statement);
    this.readClause(sentence, speaker, { text: statement, isConfirmed, ...inBoth(open, sentence) });
  }

  private readClause(sentence: Sentence, speaker: Speaker, clause: Source): void {
    if (speaker.isOwner) this.spokenOf.follow(speaker, clause.text);
    if (isReported(clause.text) || isUnsure(clause.text)) return;
    const subject = findSubject(clause.text, { ...speaker, lastPerson: this.spokenOf.person });
    this.spokenOf.take(subject);
    if (subject) this.readSubject(sentence, speaker, subject, clause);
  }

  private readSubject(sentence: Sentence, { isOwner }: Speaker, subject: Subject, clause: Source): void {
    const predicate = readPredicate(subject);
    const content = writeStatement(subject, predicate, this.input.transcript);
    if (!content) return;
    const kind =
      classify(subject, predicate) ??
      kindOfChange(content, subject, this.input.existing) ??
      (clause.isConfirmed ? CONFIRMED : null);
    const voice = { isUser: sentence.turn.isUser, isOwner, voice: sentence.voice };
    if (
      !kind ||
      !changesAsSaid(clause.mustChange, { content, subject: subject.key, predicate: kind.predicate })
    )
      return;
    if (isForKeeping(voice, subject, kind, this.input))
      this.keep(sentence, clause, { content, subject, kind });
  }

  private keep(
    { turnIndex }: Sentence,
    clause: Source,
    { content, subject, kind }: { content: string; subject: Subject; kind: FactKind },
  ): void {
    this.candidates.push({
      content,
      topic: topicFor(subject, kind.topic),
      category: subject.key === 'user' ? 'system' : 'interesting',
      subject: subject.key,
      predicate: kind.predicate,
      segment_ids: clause.segmentIds,
      quote: clause.quote,
      weight: clause.isConfirmed && ENDED_ONLY.test(content) ? DENIAL_WEIGHT : kind.weight,
      turnIndex,
    });
  }

  private readCorrection({ text, turn, turnIndex }: Sentence): boolean {
    const before = this.previous?.text ?? '';
    const correction = correctionOf(text, before, this.input.existing, this.ownerLabel);
    if (!correction) return false;
    this.candidates.push({
      ...correction,
      category: 'system',
      segment_ids: turn.segmentIds,
      quote: text,
      weight: 3,
      turnIndex,
    });
    return true;
  }
}

function asks(text: string): boolean {
  return /\?["']?$/.test(text);
}

function goesOnAsking({ text, turn }: Sentence, open: Sentence | null): boolean {
  return asks(text) && open?.turn === turn && isBareReply(text) && leavesGap(expandContractions(open.text));
}

/** "No.", "Me?", "Oh yes!" leave a question open for what follows. */
function isBareReply(text: string): boolean {
  return text.split(/\s+/).length <= 2;
}
