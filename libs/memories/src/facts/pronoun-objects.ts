const WHO = '(?:I|[Ww]e|[Hh]e|[Ss]he|[Tt]hey|[Mm]y .{2,30}|[A-Z][a-z]+)';
const TAIL =
  '(?: (?:any more|at all|now|myself|second-hand|twice|daily|once|(?:since|for|every|in|to|last|without|when|from|at|on|by|up|a|three|two) .+))';
/** Statements whose object is known only by a pronoun: "I am allergic to it", "I ride it to school". */
const WITH_PRONOUN = new RegExp(`^(${WHO}\\b.*?\\b[a-z]+) (it|them|those)(${TAIL})?$`);
const WITH_THAT =
  /^((?:I|we|he|she|they|[Mm]y .{2,30}|[A-Z][a-z]+)\b.*\b(?:allergic to|intolerant to|eat|drink|have|take|stand|bear|love|like|hate|enjoy|prefer|without|saving for|training for)) (that)( any more| at all| since .+| for .+)?$/;
/** Says nothing without what it is that was eaten, or not. */
const CONSUMED = /\b(?:eat|eaten|drink|drunk|touch|touched|have|had|take|taken|tolerate|stand|bear)$/;
/** That something is over says nothing without what it is. */
const ENDED = /\b(?:no longer|any more|stopped|quit|gave up|given up)\b/;
/** "I took it up": the particle stands behind its pronoun. */
const APART =
  /\b(took|take|taken|picked|pick|gave|given|put|packed|set|started|learned|learnt|handed|passed|sent|threw) (it|them) (up|out|off|in|down|away|back|over)\b/;
/** "I'm allergic": to what was named just before. */
const BARE_ALLERGIC = /^((?:I|[Ww]e|[Hh]e|[Ss]he|[Mm]y .{2,30}) (?:am|is|are|have been) (?:\w+ )?allergic)$/;
/** What a clause is about at its end: "I cannot take penicillin", "Is there any garlic in it?" */
const NAMED_LAST =
  /\b(?:speak|play|drive|study|learn|teach|ride|watch|wear|smoke|eat|eating|drink|drinking|take|taking|have|contains?|with|without|any|some|no|like|love|want|try|serve|cook|bring|ordered|order|of|into|(?<!\b[Ii]t |[Tt]hat |[Tt]his |[Hh]e |[Ss]he )(?:are|is)) (?:the |any |some |fresh |more |fried )*([A-Za-z][a-z]{2,}(?:[ -][a-z]{3,}){0,2})(?: in (?:it|that|there|this)| (?:for you|by the way|tonight|today|here))*[.?!,]*$/;
/** "Daniel gave me a tablet": what is named for the first time is what is spoken of next. */
const NEWLY_NAMED =
  /\b(?:bought|got|gave|given|made|built|found|brought|adopted|borrowed|ordered|sent|lent|have|has|with|is)\b.* (an? (?:[a-z-]+ ){0,3}[a-z-]{3,})[.!]*$/;
/** "Eucalyptus.", "There is, ibuprofen.", "A red folding bike." */
const ALONE =
  /^(?:(?:yes|yeah|no|well|oh|only|just|mostly|there (?:is|are|was)(?: one| some)?),? )*((?:an? )?[A-Za-z][a-z-]{2,}(?: [a-z-]{3,}){0,3})[.!?]*$/i;
/** "The ukulele is coming along": what is spoken of, when nothing is named behind it. */
const AS_SUBJECT =
  /^(?:and |so |but )?(?:the|my|our) ((?:[a-z-]+ ){0,2}?[A-Za-z-]{3,}) (?:is|are|was|were|has|have|comes?|goes?|keeps?|works?)\b/i;
/** "…, is she?" names nothing. */
const TAG_QUESTION =
  /,? (?:is|are|do|does|did|has|have|was|were|can)(?:n't| not)? (?:you|he|she|they|it)\?$/i;
const NO_THING =
  /^(?:(?:the|any|some|my|your|our|his|her|their|very|so|not|too|to|it|that|this|what|how|you|me|him|them|one|much|more|fine|good|great|nice|something|anything|nothing|everything|course|right|sure|well|today|tomorrow|tonight|here|there|never|always|often|sometimes|hardly|maybe|thanks|thank|please|exactly|really|lovely|perfect|of|\w+ing (?:along|up|on|well|fine|in|out|off))\b)|\b(?:is|are|was|were|am|do|does|did|have|has|had|will|can|could|would|not|you|it)\b/i;

/**
 * A clause whose object is a pronoun, with the thing that was named just before in its place; null when nobody knows what the pronoun stands
 * for. Other clauses come back as they are.
 */
/** "I gave it up" as "I gave up it", so that what it stands for may take its place. */
export function withParticleFirst(clause: string): string {
  return clause.replace(APART, '$1 $3 $2');
}

export function withNamedObject(clause: string, words: string): string | null {
  const before = words.replace(TAG_QUESTION, '');
  const allergic = BARE_ALLERGIC.exec(clause)?.[1];
  if (allergic !== undefined) {
    const thing = thingNamedIn(before, () => true);
    return thing === null ? clause : `${allergic} to ${thing}`;
  }
  const joined = withParticleFirst(clause);
  const match = WITH_PRONOUN.exec(joined) ?? WITH_THAT.exec(joined);
  if (!match) return clause;
  const thing = thingNamedIn(before, (named) => agrees(named, match[2]!));
  if (thing !== null) return `${match[1]} ${thing}${match[3] ?? ''}`;
  return match[3] === undefined || needsObject(match[1]!) ? null : clause;
}

function needsObject(deed: string): boolean {
  return CONSUMED.test(deed) || ENDED.test(deed);
}

/** What the words before name, the nearest first. */
function thingNamedIn(before: string, fits: (thing: string) => boolean): string | null {
  const subject = AS_SUBJECT.exec(before)?.[1];
  const named = [
    NAMED_LAST.exec(before)?.[1],
    NEWLY_NAMED.exec(before)?.[1],
    lowerFirst(ALONE.exec(before)?.[1]),
    subject && `the ${lowerFirst(subject)!}`,
  ];
  const isThing = (thing: string | undefined): thing is string =>
    thing !== undefined && !NO_THING.test(thing.replace(/^(?:the|an?) /, '')) && fits(thing);
  return named.find(isThing) ?? null;
}

/** A name of a language keeps its capital. */
function lowerFirst(text: string | undefined): string | undefined {
  return text && text.charAt(0).toLowerCase() + text.slice(1);
}

/** "Them" are peanuts; "it" is penicillin. */
function agrees(thing: string, pronoun: string): boolean {
  const isPlural = /[^su]s$/.test(thing);
  return /^(?:them|those)$/.test(pronoun) === isPlural;
}
