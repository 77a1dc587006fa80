const PLACES = 'office|studio|workshop|shop|practice|surgery|house|flat|apartment|place';
/** "Is your office far?", "And the office, is that still …?" */
const PLACE_NAMED = new RegExp(
  `\\b(?:your|my|our|moved the|moved) (?:[a-z]+ )?(${PLACES})\\b|^(?:and |so )?(?:the|your) (${PLACES}),`,
  'i',
);
/** "And the Skoda, did they pay?", "What about the violin?" */
const THING_NAMED =
  /^(?:(?:and|so|but|oh),? )?(?:what (?:about|happened to)|how is|how are|where is|do you still have|have you still got|still got|still have|is)? ?(?:the|your|that) ((?:(?!is\b|are\b|still\b|do\b|does\b|did\b|have\b)[\w-]+ ?){1,3})(?:,|\?| (?:still|going|running|doing)\b)/i;
const IT_IS_PLACED =
  /^(?:it|that) is ((?:still |now |right |just )?(?:in|on|at|above|over|behind|next to|near|opposite|beside) .+|the (?:back|front|top|ground|first|second|upper) .+|an? (?:old|former|converted) .+)$/i;
const WE_ARE_PLACED =
  /^(?:(?:[A-Z]\w+ and )?I|[Ww]e) (?:am|are) (?:now )?((?:in|on|at|above|behind|opposite) (?:the )?[A-Z].+)$/;
const GIVEN_UP =
  /\b((?:sold|gave away|given away|got rid of|gave up|given up|quit|stopped|lost|swapped|traded|scrapped|closed|cancelled|canceled|returned|moved out of|packed in|still have|still own) )(?:it|that|them)\b/i;
const GIVE_UP_APART = /\b(gave|given|packed|traded) (?:it|that|them) (up|away|in)\b/i;
const DWELLS_THERE = /\b((?:live|lives|living|lived|work|works|working|worked|stay|stays|staying) )there\b/i;
const TOWN = /\b(?:in|at|near) (?:the )?[A-Z]\w+(?: [A-Z]\w+)*/g;
/** After so many sentences something else is spoken of. */
const LASTS = 4;

interface Mention {
  readonly name: string;
  readonly at: number;
}

/** The places and things that are spoken of, for the pronouns that stand for them. */
export class Focus {
  private place: Mention | null = null;
  private thing: Mention | null = null;
  private town: Mention | null = null;
  private heard = 0;

  /** Takes in one sentence; contractions written out. */
  hear(sentence: string): void {
    this.heard += 1;
    const place = PLACE_NAMED.exec(sentence);
    if (place) this.place = { name: (place[1] ?? place[2])!.toLowerCase(), at: this.heard };
    const thing = THING_NAMED.exec(sentence)?.[1]?.trim();
    if (thing) this.thing = { name: thing, at: this.heard };
    const town = sentence.match(TOWN)?.at(-1);
    if (town) this.town = { name: town, at: this.heard };
  }

  /** A clause with what its pronouns stand for in their place, as far as it is known. */
  named(clause: string, before: string): string {
    const dwelling = before.match(TOWN)?.at(-1) ?? this.recent(this.town);
    const told = dwelling ? clause.replace(DWELLS_THERE, `$1${dwelling}`) : clause;
    const thing = this.recent(this.thing);
    const given = thing ? told.replace(GIVE_UP_APART, '$1 $2 it').replace(GIVEN_UP, `$1the ${thing}`) : told;
    const place = this.recent(this.place);
    const placed = place ? (IT_IS_PLACED.exec(given) ?? WE_ARE_PLACED.exec(given)) : null;
    return placed ? `my ${place} is ${placed[1]}` : given;
  }

  private recent(mention: Mention | null): string | null {
    return mention && this.heard - mention.at < LASTS ? mention.name : null;
  }
}
