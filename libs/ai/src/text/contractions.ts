const REWRITES: readonly (readonly [RegExp, string])[] = [
  [/[‘’]/g, "'"],
  [/[“”]/g, '"'],
  [/\b(to)-(day|morrow|night)\b/gi, '$1$2'],
  [/\b(good)-(bye)\b/gi, '$1$2'],
  [/\bO\.?K\.?(?=[\s,!?]|$)/g, 'okay'],
  [/\b(\w+)(?:'s| has) got to\b/gi, '$1 has to'],
  [/\b(I)'m\b/g, '$1 am'],
  [/\b(let)'s\b/gi, '$1 us'],
  [/\b(what|who|where|when|how|that|there|here|it|he|she)'s (been|got)\b/gi, '$1 has $2'],
  [/\b(what|who|where|when|how|that|there|here|it|he|she|everything|nobody)'s\b/gi, '$1 is'],
  // A preposition or participle never follows a possessive: "the flight's on Sunday", "Dad's coming".
  [/\b([a-z]+)'s (?=been\b)/gi, '$1 has '],
  [
    /\b([a-z]+)'s (?=(?:on|at|in|from|not|off|too|still|already|just|also|away|here|there|over|back|fine|ready|coming|going|getting|having|taking|working|driving|turning|starting|next|this (?:\w+day|week|month)|tomorrow|tonight|(?:a|two|three) weeks?|up to)\b)/gi,
    '$1 is ',
  ],
  // "Sunday's fine", "ten's too early", but not "Sunday's match".
  [
    /\b((?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|noon|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half past|thirty)'s(?=[.?!,]|$| (?:not|no|fine|good|doable|grand|great|perfect|okay|lovely|better|best|bad|worse|out|off|full|taken|booked|packed|free|clear|gone|too|a bit|also|still|already|just|really|much|usually|always|never|only|possible|impossible|ideal|tight|tricky|difficult|hard|easier|easy|early|late|soon|brutal|alright|all right|my|the|when|extra)\b)/gi,
    '$1 is',
  ],
  [/\b(\w+)'re\b/gi, '$1 are'],
  [/\b(\w+)'ll\b/gi, '$1 will'],
  [/\b(\w+)'ve\b/gi, '$1 have'],
  [/\b(I|you|he|she|we|they)'d better\b/gi, '$1 had better'],
  [/\b(I|you|he|she|we|they)'d\b/gi, '$1 would'],
  [/\bwon't\b/gi, 'will not'],
  [/\bcan't\b/gi, 'cannot'],
  [/\bshan't\b/gi, 'shall not'],
  [/\b(\w+)n't\b/gi, '$1 not'],
  [/\bgonna\b/gi, 'going to'],
  [/\b(?:gotta|got to)\b/gi, 'have to'],
  [/\bhave have to\b/gi, 'have to'],
  [/\bwanna\b/gi, 'want to'],
  [/\blemme\b/gi, 'let me'],
  [/\bgimme\b/gi, 'give me'],
];
/** Sounds of hesitation and words of address that only get into the way of reading a sentence. */
const HESITATION = /(?:^|(?<=[\s,]))(?:u+h+m*|u+m+|e+r+m*|h+m+|(?<!\blet )you know|i mean(?! to\b))\b,?\s*/gi;

/** Writes out what is said in short ("I'll" as "I will") and drops hesitations, so that one pattern fits both. Keeps capitals. */
export function expandContractions(text: string): string {
  let expanded = text;
  for (const [pattern, replacement] of REWRITES) expanded = expanded.replace(pattern, replacement);
  return expanded.replace(HESITATION, '').trim();
}
