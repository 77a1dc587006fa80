import { expandContractions, isFirstName } from '#libs/ai';
import { PET } from './words.js';

const NAME = '[A-Z][a-zà-ÿ]+';
/** An animal of the household, as its people and their guests speak of it. */
const MENTIONED = new RegExp(
  `\\b(?:my|our|your|the|an?|another|that|this) (?:(?!of\\b)[\\w-]+ ){0,2}?(${PET})\\b(?! (?:food|show|park|shop|walker|sitter|show|hair|lover|person|people|in the (?:street|park)))`,
  'gi',
);
/** "I called her Biscuit", "her name is Marmalade". */
const GIVEN = [
  new RegExp(`\\b(?:call|calls|called|named|christened) (?:him|her|it) (${NAME})\\b`),
  new RegExp(`\\b(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]he) name is (${NAME})\\b`),
  new RegExp(`\\b(?:[Hh]e|[Ss]he|[Ii]t) is (?:called|named) (${NAME})\\b`),
];
const ASKED =
  /\b(?:what is (?:he|she|it|the \w+) called|(?:his|her|its) name|what (?:did|do) you call|called\?)/i;
const ANSWERED = new RegExp(`^(${NAME})(?=$|[.,!]| after\\b)`);
const OURS = new RegExp(`\\b[Oo]ur (${NAME})\\b`);
/** Whose animal it is, beyond doubt. */
const OWN = new RegExp(
  `\\b(?:(?:my|our)|(?:have|has|got|adopted|bought|rescued) an?) (?:[\\w-]+ ){0,2}?(?:${PET})\\b`,
  'i',
);
/** "Only my old Labrador. Bruno is nearly deaf." */
const GOES_ON = new RegExp(
  `^(${NAME})(?:'s| is| has| was| sleeps| loves| hates| barks| does| will| cannot| gets| eats)\\b`,
);
/** A name is given within so many sentences. */
const LASTS = 3;

/** An animal that was spoken of, and where. */
interface Mention {
  readonly kind: string;
  readonly at: number;
  readonly turnIndex: number;
  /** Whether it is certain whose it is. */
  readonly isOwn: boolean;
}

/** Learns what the animals of the household are called from sentences that do not say it in one. */
export class PetNames {
  private pet: Mention | null = null;
  private isAsked = false;
  private heard = 0;

  /** Takes in one sentence; answers who was named in it. */
  hear(sentence: string, turnIndex: number, isOwner: boolean): { name: string; pet: string } | null {
    this.heard += 1;
    const text = expandContractions(sentence);
    const pet = this.pet && this.heard - this.pet.at <= LASTS ? this.pet : null;
    const mentioned = [...text.matchAll(MENTIONED)].at(-1)?.[1];
    if (mentioned)
      this.pet = {
        kind: mentioned.toLowerCase(),
        at: this.heard,
        turnIndex,
        isOwn: isOwner && OWN.test(text),
      };
    const name = isOwner && this.nameIn(text, pet, turnIndex);
    this.isAsked = ASKED.test(text);
    const named = this.pet ?? pet;
    return name && named ? { name, pet: named.kind } : null;
  }

  private nameIn(text: string, pet: Mention | null, turnIndex: number): string | null {
    if (!this.pet) return null;
    const given = GIVEN.map((wording) => wording.exec(text)?.[1]).find(Boolean);
    return given ?? (pet && this.nameBehind(text, pet, turnIndex));
  }

  /** The name in a sentence that goes on about an animal of the sentences before. */
  private nameBehind(text: string, pet: Mention, turnIndex: number): string | null {
    if (this.isAsked) return ANSWERED.exec(text)?.[1] ?? null;
    const isOfPet = pet.isOwn && pet.turnIndex === turnIndex;
    return OURS.exec(text)?.[1] ?? (isOfPet ? subjectOf(text) : null);
  }
}

function subjectOf(text: string): string | null {
  const name = GOES_ON.exec(text)?.[1];
  return name !== undefined && isFirstName(name) ? name : null;
}
