/** How people announce that a secret follows. Patterns fit a sentence as it was said. */

/** Words after which digits are a secret for a few sentences. */
const CUE =
  /\b(?:pass\s?words?|pass\s?codes?|pass\s?phrases?|pin(?: code| number)?|(?:security|access|door|entry|gate|alarm|key|safe|lock|box|unlock|login|log in|verification|confirmation|activation|one time|garage|wifi|wi-?fi) (?:code|number|combination|key)|codes?|combination|combo|cards?(?: number)?|account number|routing number|sort code|iban|cvv|cvc|social security|security number|credentials?|key\s?pads?|lock\s?box(?:es)?|key\s?(?:box|safe)|(?:memorable|secret|safe|magic) (?:words?|number|phrase)|(?:security|secret) (?:question|answer|word)|log-?ins?|(?:door|entry) ?phone|voice ?mail|wi-?fi|router|disarm(?:s|ed)?|unlocks?|unlocked)\b/i;
/** "The number for the front door", "the three on the back", "you get in with": digits that open something, under whatever name. */
const OPENER_CUE =
  /\b(?:numbers?|digits|figures|sequence|ones?|two|three|four) (?:is |are )?(?:for|to|of|on|at|by) (?:(?:the|my|our|your|its|that) )?(?:[\w-]+ ){0,2}?(?:back|reverse|door|gate|garage|lock|padlock|box|safe|alarm|keypad|locker|entrance|entry|lobby|shed|barrier|lift|elevator|vault|card)\b|\b(?:punch|key|tap|dial) in\b|\b(?:get|got|let yourself|let (?:me|him|her|them|us)|buzz(?:es)? (?:you|me|us)|gets? (?:you|me|us)) in with\b/i;
/** Codes that are no secrets. */
const HARMLESS_CODE =
  /\b(?:dress|zip|post|postal|area|qr|bar|source|promo|discount|country|error|building|tax) codes?\b|\bcode (?:review|base|of)\b|\bpin (?:it|them|that|down)\b|\b(?:birthday|business|greetings?|christmas|sympathy|thank[- ]you|library|get[- ]well|post|report|score|invitation|place) cards?\b|\bcards? (?:game|table|shop|for)\b/gi;
/** What a secret opens: spoken digits beside it are one. */
const OPENED =
  /\b(?:doors?|gates?|garage|(?:pad|bike |cycle )?locks?|padlocks?|safe|alarm|lockers?|entrance|lobby|shed|barrier|lift|elevator|vault|intercom|buzzer|suitcase|tablet|phone|laptop|till|hash|box)\b/i;
/** What one does with a code. */
const OPENS =
  /\b(?:opens?|unlocks?|disarms?|(?:is |are |been )?set to|press|punch|type|tap|key in|enter|gets? (?:you|me|us) in|lets? (?:you|me|us|yourself) in)\b/i;

/** What a sentence says of secrets. */
export interface Cue {
  /** Names one. */
  readonly named: boolean;
  /** Names what one opens. */
  readonly opened: boolean;
  /** Says that something opens. */
  readonly opens: boolean;
  /** Tells how it begins or ends. */
  readonly partly: boolean;
}

export function cueIn(sentence: string): Cue {
  return {
    named: CUE.test(sentence.replace(HARMLESS_CODE, ' ')) || OPENER_CUE.test(sentence),
    opened: OPENED.test(sentence),
    opens: OPENS.test(sentence),
    partly: /\b(?:ends?|starts?|begins?|beginning|ending|starting) (?:in|with|on)\b/i.test(sentence),
  };
}

const SECRET_WORD =
  '(?:pass\\s?words?|pass\\s?codes?|pass\\s?phrases?|pin|(?:memorable|secret|safe|magic|security) (?:word|phrase|answer)|(?:wi-?fi|network|router) key|(?:security|secret) question|maiden name)';
/** What joins a value to it; after a comma alone only a few words are one. */
const SAYS =
  /(?:\s(?:is|was|to|as|are|be)\b(?: (?:still|now|just))?(?: (?:spelled|spelt))?|['’]s(?: (?:still|now|just|spelled|spelt))?(?= )|\s(?:spelled|spelt)|:)\s+|,\s+(?!is\b|was\b)(?=(?:[^\s.?!]+ ?){1,4}[.?!]*$)/gi;
const SAYS_WITHIN = 80;
const OF_SECRET = new RegExp(`\\b${SECRET_WORD}\\b`, 'gi');
/** "To get online, type in marigold forty-six." */
const ENTERED =
  /\b(?:online|on(?:to)? the (?:net|internet|network|web)|wi-?fi|wireless|network|internet|log(?:ging)? ?(?:in|on)|sign(?:ing)? (?:in|on)|connect(?:ed)?|unlock(?:s|ed)?)\b[^.?!]{0,40}?\b(?:type(?: in)?|enter|put in|key in|tap in|write|use|give it|with the (?:words?|phrase|name))\s+(?!(?:the|your|our|my|this|in|on|one)\b)/gi;
/** "Use hunter two as the password." */
const SAID_BEFORE = new RegExp(
  `\\b(?:use|with|try|put|enter|type|took|take|chose|choose|picked|pick|set|have)\\s+(.{2,40}?)\\s+(?:as|for|is) (?:the|your|my|our|her|his|their|a) (?:new )?${SECRET_WORD}\\b`,
  'i',
);
/** "The wifi is heron 88": a name with a number, which no judgement of it has. */
const NETWORK_VALUE =
  /\b(?:wi-?fi|wireless|network|internet|hotspot)(?:\b[^.?!]{0,30}?\b(?:is|are|as)|['’]s)\s+(.{2,60})$/i;
const NUMBER =
  /\d|\b(?:\w+ty|\w+teen|oh|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/i;
/** "the password is wrong" tells no password. */
const NO_VALUE =
  /^(?:not|wrong|right|correct|expired?|too|very|on|in|under|written|gone|lost|the same|still|a|an|hard|easy|different|incorrect|being|it|it['’]s|that|what|me|you|he|she|we|they|i|him|her|them|reset|change|set|use|please|sorry|okay|ok|yes|no|sure|hang|wait|hold|let|there|thanks|and|but|so|if|when|because|for|could|can|would|will|to|from|with|working|broken|you['’]ll|i['’]ll|i['’]m|is|was|ready|by|good|fine|safe|secure|only|never|always)\b/i;
/** Where the telling of a value ends. */
const VALUE_END =
  /,? (?:and|but|so|because|if|in case|when|which)\b(?= (?:the|i|we|it|you|please|that|then|he|she|they|my|our|your|there)\b)|,? (?:all (?:in )?(?:one word|lower ?case|caps|small)|no spaces|with (?:a|an|no) \w+|(?:one|single) word)\b|[?!]|\.(?:\s|$)/i;
/** "And the password?", "The wifi?": the next few words are the answer. */
const ASKED_FOR = new RegExp(
  `\\b(?:${SECRET_WORD}|wi-?fi|log-?in)\\b[^.!?,]{0,25}(?:, (?:please|then))?[.?]?\\s*$`,
  'i',
);
const ANSWER_WORDS = 9;
const ANSWER_LEAD =
  /^(?:(?:oh|er|um|uh|yes|sure|okay|well|so|ah),? )*(?:(?:it|that)(?:['’]s| is)|try|use|type)\s+/i;
/** "Um, it's, hang on, kittiwake": what comes before the word while it is looked for. */
const HESITATION =
  /^(?:(?:oh|er|erm|um|uh|hmm|yes|yeah|sure|okay|well|so|ah|hang on|hold on|wait|let me (?:see|think)|(?:one|a) (?:sec(?:ond)?|moment)|it['’]s|it is|that['’]s|that is)[,.…]*\s+)+/i;
/** How a word is to be written. */
const SPELLED =
  /\b(?:all (?:in )?(?:one word|lower ?case|caps)|no spaces|capital|lower ?case|upper ?case|no capitals)\b/i;

/** The words of a sentence that are a password or a phrase that lets in, as they were said. */
export function secretWordsIn(sentence: string, before: string | undefined): string[] {
  const entered = [...sentence.matchAll(ENTERED)].map((match) =>
    sentence.slice(match.index + match[0].length),
  );
  const [, ahead] = SAID_BEFORE.exec(sentence) ?? [];
  const network = NETWORK_VALUE.exec(sentence)?.[1];
  return [
    ...saidOf(sentence),
    ...entered,
    ...(ahead === undefined ? [] : [ahead]),
    ...(network !== undefined && NUMBER.test(network) ? [network] : []),
    ...answerTo(before, sentence),
  ]
    .filter((value) => !NO_VALUE.test(value))
    .map((value) => value.slice(0, VALUE_END.exec(value)?.index));
}

/** "The password, it is on the sticker, is otter": whatever is joined to the name of a secret. */
function saidOf(sentence: string): string[] {
  return [...sentence.matchAll(OF_SECRET)].flatMap(({ index, 0: name }) => {
    const rest = sentence.slice(index + name.length);
    return [...rest.matchAll(SAYS)]
      .filter((joined) => joined.index <= SAYS_WITHIN)
      .map((joined) => rest.slice(joined.index + joined[0].length));
  });
}

function answerTo(before: string | undefined, sentence: string): string[] {
  if (before === undefined || !ASKED_FOR.test(before)) return [];
  const led = ANSWER_LEAD.test(sentence);
  const answered = before.trimEnd().endsWith('?') || led;
  const brief = sentence.split(' ').length <= ANSWER_WORDS || SPELLED.test(sentence);
  return answered && brief ? [sentence.replace(ANSWER_LEAD, '').replace(HESITATION, '')] : [];
}
