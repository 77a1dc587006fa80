import { isOfOne, mentionedPerson, speakOfOne, speaksOfSomebodyElse } from './people-mentioned.js';
import type { Sentence } from './sentence.js';
import type { Subject } from './subject.js';
import { findSubject, type Speaker } from './subjects.js';

/** A person is spoken of on across so many sentences that do not mention them. */
const MAX_SILENCE = 4;

/** Who "he" or "she" is at each point of a talk. */
export class SpokenOf {
  /** Null when nobody is spoken of, or nobody knows who. */
  person: Subject | null = null;
  private silence = 0;

  /**
   * Decides before a sentence is read whether it goes on about the same person.
   *
   * @param text the sentence as it is read
   */
  hear(sentence: Sentence, text: string, speaker: Speaker, previous: Sentence | null): void {
    const goesOn = previous !== null && this.goesOn(sentence, text, previous);
    this.silence = isOfOne(text) ? 0 : this.silence + 1;
    if (!goesOn || speaksOfSomebodyElse(text, this.person, speaker.isOwner)) this.person = null;
    // "So, Anna. She reads a lot." did not call her.
    const isNamedBefore = isOfOne(text) && previous?.turnIndex === sentence.turnIndex;
    if (this.person === null && isNamedBefore) this.follow(speaker, previous.text, true);
  }

  /** "We would visit my sister Claire", "How is your mother?": what is said of her next may be a fact, whatever becomes of this. */
  follow(speaker: Speaker, text: string, isCallToo = false): void {
    const mentioned =
      mentionedPerson(text, speaker.isOwner, isCallToo) ??
      (speaker.isOwner ? speaker.people.knownNameIn(text) : null);
    if (mentioned !== null)
      this.take(findSubject(`${mentioned} is there`, { ...speaker, lastPerson: this.person }));
  }

  /** The person a statement was about, if it was about one. */
  take(subject: Subject | null): void {
    if (subject?.kind === 'related' || subject?.kind === 'named') this.person = subject;
  }

  /** From voice to voice only when both speak of one person, or one answers the other, or it was just now. */
  private goesOn({ turn, turnIndex }: Sentence, text: string, previous: Sentence): boolean {
    return (
      previous.turnIndex === turnIndex ||
      /\?["']?$/.test(previous.text) ||
      (previous.turn.isUser === true && turn.isUser === true) ||
      speakOfOne(text, previous.text) ||
      this.silence < MAX_SILENCE
    );
  }
}
