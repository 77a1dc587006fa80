import { isFirstName, mayBeName } from '#libs/ai';
import type { KnownFact } from './fact.js';
import { PET, RELATION } from './words.js';

const NAME = '[A-Z][a-zà-ÿ]+';
const ADJECTIVES =
  '(?:(?:older|younger|little|big|eldest|oldest|youngest|twin|old|close|good|new|late|dear|middle|baby|best) )*';
const INTRODUCED = new RegExp(
  `\\b(?:[Mm]y|[Oo]ur) ${ADJECTIVES}(${RELATION}|${PET}),? (?:is called |is named |named |called )?(${NAME})\\b`,
  'g',
);
const PET_CALLED = new RegExp(
  `\\b(?:an?|our|my) (?:[a-z]+ ){0,2}(${PET}),? (?:called|named) (${NAME})\\b`,
  'g',
);
/** "The dog is Bruno", "Bruno's our dog". */
const PET_NAMED = new RegExp(
  `\\b(?:[Tt]he|[Mm]y|[Oo]ur) (${PET})(?: is|'s|,)(?: called| named)? (${NAME})\\b`,
  'g',
);
const NAME_FIRST = new RegExp(`\\b(${NAME})(?:, who is|,| is) (?:my|our) ${ADJECTIVES}(${RELATION})\\b`, 'g');
const NAME_OF = new RegExp(
  `\\b(?:[Mm]y|[Oo]ur|[Tt]he(?= (?:${PET})\\b)) ${ADJECTIVES}(${RELATION}|${PET})(?:'s name is| is called| is named| is(?= [A-Z][a-z]+ now\\b)) (${NAME})\\b`,
  'g',
);
const TITLED = new RegExp(`\\b([Aa]unt|[Uu]ncle|[Gg]randma|[Gg]randpa|[Cc]ousin) (${NAME})\\b`, 'g');
const OWN_RELATIVE = new RegExp(`\\b(?:my|our) ${ADJECTIVES}(${RELATION})\\b`, 'gi');
const MARRIED = new RegExp(`^${NAME} and (${NAME}) (?:got|are|have been) (?:engaged|married)\\b`);
/** "Sam has a dog, Bruno". */
const PET_NAMED_IN_MEMORY = new RegExp(
  `\\b(${PET}),?(?: (?:and )?(?:her|his|its) name is| called| named)? (${NAME})\\b`,
);
const KNOWN = [
  new RegExp(`^(${NAME}) is (?:${NAME}|[Tt]he owner)'s ${ADJECTIVES}(${RELATION}|${PET})\\b`),
  new RegExp(`^(?:${NAME}|[Tt]he owner)'s ${ADJECTIVES}(${RELATION}|${PET}) (${NAME})\\b`),
];
/** Capitalised words that follow a relation without being a name. */
const NOT_A_NAME =
  /^(?:I|I'm|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|English|Spanish|French|German|Christmas|And|But|Who)$/;

/** "…, Eirik, you …", "how's Tobe?" */
const CALLED_OR_ASKED = [
  new RegExp(`, (${NAME})(?=,| ?[.!?]|$)`, 'g'),
  new RegExp(`\\b(?:[Hh]ow's|[Hh]ow is|[Dd]oes|[Ii]s|[Hh]as) (${NAME}) ?(?=\\?|[a-z])`, 'g'),
];

/** The owner's people as far as they were told of: which name belongs to which relation. */
export class People {
  private readonly relations = new Map<string, string>();
  private readonly remembered: string[] = [];
  private readonly heard = new Set<string>();

  static known(existing: readonly KnownFact[]): People {
    const people = new People();
    for (const { content } of existing) {
      people.learnFromMemory(content);
      people.remembered.push(content.toLowerCase());
    }
    return people;
  }

  /** Learns from what the owner said. Answers who was introduced here for the first time. */
  learn(text: string): { name: string; relation: string }[] {
    const found: { name: string; relation: string }[] = [];
    const add = (name: string | undefined, relation: string | undefined) => {
      if (name && relation && this.meet(name, relation))
        found.push({ name, relation: relation.toLowerCase() });
    };
    for (const match of text.matchAll(NAME_OF)) add(match[2], match[1]);
    for (const match of text.matchAll(INTRODUCED)) add(match[2], match[1]);
    // "Sorry, my wife …": only a name from the dictionary makes an apposition.
    for (const match of text.matchAll(NAME_FIRST)) if (isFirstName(match[1]!)) add(match[1], match[2]);
    for (const match of text.matchAll(PET_CALLED)) add(match[2], match[1]);
    for (const match of text.matchAll(PET_NAMED)) add(match[2], match[1]);
    for (const match of text.matchAll(TITLED)) add(match[2], match[1]);
    return found;
  }

  /** Takes in who somebody is; false when that was known, or is no name. */
  meet(name: string, relation: string): boolean {
    if (NOT_A_NAME.test(name) || this.relations.has(name)) return false;
    this.relations.set(name, relation.toLowerCase());
    return true;
  }

  /** Takes in who is called or asked about by name in a sentence, whatever dictionaries hold. */
  hear(text: string): void {
    for (const pattern of CALLED_OR_ASKED)
      for (const [, name] of text.matchAll(pattern))
        if (name && !NOT_A_NAME.test(name) && mayBeName(name)) this.heard.add(name);
  }

  isHeard(name: string): boolean {
    return this.heard.has(name);
  }

  relationOf(name: string): string | undefined {
    return this.relations.get(name);
  }

  /** Whether something that is remembered speaks of such a thing. */
  knowsThing(thing: string): boolean {
    const head = thing.toLowerCase().split(' ').at(-1)!;
    const plain = head.replace(/s$/, '');
    return this.remembered.some((content) =>
      content.split(/[^a-z-]+/).some((word) => word.replace(/s$/, '') === plain),
    );
  }

  /** The one person with a known relation whom a text names. */
  knownNameIn(text: string): string | null {
    const named = [...this.relations.keys()].filter((name) => new RegExp(`\\b${name}\\b`).test(text));
    return named.length === 1 ? named[0]! : null;
  }

  /** The name behind "my daughter", when there is only one. */
  nameOf(relation: string): string | undefined {
    const names = [...this.relations].filter(([, known]) => known === relation.toLowerCase());
    return names.length === 1 ? names[0]![0] : undefined;
  }

  /** Whether the text speaks of "my daughter", and the owner is known to have one. */
  knowsRelativeIn(text: string): boolean {
    for (const [, relation] of text.matchAll(OWN_RELATIVE)) {
      if ([...this.relations.values()].includes(relation!.toLowerCase())) return true;
    }
    return false;
  }

  private learnFromMemory(content: string): void {
    const first = KNOWN[0]!.exec(content);
    if (first) this.relations.set(first[1]!, first[2]!.toLowerCase());
    for (const match of content.matchAll(PET_CALLED)) this.relations.set(match[2]!, match[1]!.toLowerCase());
    const pet = PET_NAMED_IN_MEMORY.exec(content);
    if (pet) this.relations.set(pet[2]!, pet[1]!.toLowerCase());
    const spouse = MARRIED.exec(content);
    if (spouse) this.relations.set(spouse[1]!, 'spouse');
    const second = KNOWN[1]!.exec(content);
    if (second && !NOT_A_NAME.test(second[2]!)) this.relations.set(second[2]!, second[1]!.toLowerCase());
  }
}
