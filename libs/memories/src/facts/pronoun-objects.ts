/** Statements that end in a thing known only by a pronoun: "I am allergic to it", "I cannot stand them". */
const ENDS_IN_PRONOUN =
  /^((?:I|we|he|she|they|[Mm]y .{2,30}|[A-Z][a-z]+)\b.*\b(?:allergic to|intolerant to|sensitive to|eat|drink|have|take|stand|bear|love|like|hate|enjoy|prefer|adore|detest|tolerate|touch|touched|eaten|drunk|without|saving for|training for|collect|play|played|taught|studied|teach|learning)) (it|them|that|those)( any more| at all| since .+| for .+| every .+)?$/;
/** What a clause is about at its end: "I cannot take penicillin", "Is there any garlic in it?" */
const NAMED_LAST =
  /\b(?:eat|eating|drink|drinking|take|taking|have|contains?|with|without|any|some|no|like|love|want|try|serve|cook|bring|ordered|order|of|are|is|into) (?:the |any |some |fresh |more |fried )*([a-z]{3,}(?:[ -][a-z]{3,})?)(?: in (?:it|that|there|this)| (?:for you|by the way|tonight|today|here))*[.?!,]*$/;
/** "Eucalyptus." */
const ALONE = /^([A-Z]?[a-z]{4,}(?: [a-z]{3,})?)[.!]$/;
const NO_THING =
  /^(?:(?:the|any|some|a|an|my|your|our|his|her|their|very|so|not|too|to|it|that|this|what|how|you|me|him|them|one|much|more|fine|good|great|nice|something|anything|nothing|everything|course|right|sure|well|today|tomorrow|tonight|here|there)\b)/;

/**
 * A clause whose last word is a pronoun, with the thing that was named just before in its place; null when nobody knows what the pronoun
 * stands for. Other clauses come back as they are.
 */
export function withNamedObject(clause: string, before: string): string | null {
  const match = ENDS_IN_PRONOUN.exec(clause);
  if (!match) return clause;
  const thing = NAMED_LAST.exec(before)?.[1] ?? ALONE.exec(before)?.[1]?.toLowerCase();
  if (!thing || NO_THING.test(thing) || !agrees(thing, match[2]!)) return null;
  return `${match[1]} ${thing}${match[3] ?? ''}`;
}

/** "Them" are peanuts; "it" is penicillin. */
function agrees(thing: string, pronoun: string): boolean {
  const isPlural = /[^su]s$/.test(thing);
  return /^(?:them|those)$/.test(pronoun) === isPlural;
}
