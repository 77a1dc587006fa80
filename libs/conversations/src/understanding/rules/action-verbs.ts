/** Verbs that open a to-do when they stand at the start of a sentence. Plain forms. */
export const ACTION_VERBS: ReadonlySet<string> = new Set(
  `add address adjust apply appoint approve arrange ask assemble assign attach back bake block book borrow bring build buy calculate call
   cancel change charge check choose clean clear close collect compare complete confirm contact cook copy correct count cover create cut
   decide decorate defrost deliver deposit describe design discuss dig dispose donate download draft draw drill drive drop dry dust edit email empty enroll enter
   exchange explain extend feed fetch figure file fill film find finish fit fix fold follow forward freeze get give grab hand hang help hire hold
   inform inspect install invite iron join keep lend let list load lock look lower mail make mark measure meet mention message mount move
   mow notify offer open order organise organize pack paint park pass pay phone photograph pick place plan plant plug polish post prepare
   present press print process promise propose pull purchase push put read rebook record recycle refill refund register remember
   remove renew rent reorder repair repeat replace reply report request research reschedule reserve reset restart restock return review
   rewrite ring rinse run scan schedule search see sell send separate serve set sew share sharpen shift ship sketch shorten show sign sort speak stamp
   start stock stop store submit subscribe swap sweep switch take talk tell test text thank throw tidy tie top transfer translate trim try turn type
   unpack unplug update upgrade upload use vacuum verify visit wake walk warn wash watch water wax weigh wipe withdraw work wrap write go`.split(
    /\s+/,
  ),
);

/** "I will ..." with these says how someone is, feels or happens to act, and leaves nothing to tick off. */
export const NO_TASK_VERBS: ReadonlySet<string> = new Set(
  `be been see come know think hope like love hate feel stay wait miss say admit agree believe forget guess imagine mean mind need never
   not prefer regret seem suppose understand want wish wonder bet live die sleep wake fall sit stand survive laugh cry enjoy eat
   drink listen hear happen become grow win lose remain belong manage continue always also honest retire note hang rest relax join
   attend have keep meet arrive fly travel walk swim sing dance bore starve freeze spend end support appreciate trust follow stick rely
   depend suffer recover improve go consider figure look do get take hold start begin leave drive run try turn watch play tell show
   decide study learn work talk speak let stop pass remember carry quit change use wear lie point hurry worry repeat spell explain excuse
   wonder risk dare admire chance cope introduce assume accept allow ever only even usually often sometimes`.split(
    /\s+/,
  ),
);

/**
 * Of those, what makes a task all the same, by the words that follow the verb: "take the car to the garage", "talk to the landlord",
 * "go to the laboratory", "get back to Karen".
 */
export const TASK_DESPITE: readonly (readonly [ReadonlySet<string>, RegExp])[] = [
  [words('have take'), /^a look at /],
  [
    words('carry take drive run walk'),
    /^(?:it|them|that|him|her|you|\p{Lu}\p{Ll}+) (?:over|up|down|back|out|off|in|round|around|to|on|onto|into|through|along|home)\b/u,
  ],
  [
    words('come'),
    /^(?:in|by|back|round|over) for (?:an?|the|your|my) (?!chat|coffee|drink|tea|meal|dinner|lunch|walk|weekend|visit|party)/,
  ],
  [words('leave'), /^(?:it|them|that) (?:with|at|in|on|for|by|behind)\b/],
  [words('have'), /^a (?:quick |little |serious )?(?:word|chat|talk) with (?!you\b)/],
  [
    words('see'),
    /^(?:an?|the|my|your) (?:[\w-]+ )?(?:doctor|dentist|lawyer|specialist|accountant|optician|notary|therapist|physio\w*)\b/,
  ],
  [words('see'), /^to (?!it\b|that\b|you\b|believe\b)/],
  [words('deal'), /^with (?!it\b|that\b|you\b)/],
  [
    words(
      'take leave drive run keep start begin stop hold turn watch play study learn show change use carry',
    ),
    /^(?:off |on |out |up |down |over |back )?(?:the|my|your|our|his|her|a|an|this|that (?!is)|these|those|some|\p{Lu}\p{L}+)\b(?! (?:minute|moment|second|look|seat|break|nap|rest|while|eye|bus|train|plane|day off|glass|cup|bottle|slice|pint|coffee|tea|beer|wine|salad|soup))/u,
  ],
  [words('take'), /^(?:care|charge) of (?!it|that|you|him|me)/],
  [words('get'), /^(?:it|that|them|this|those) (?!finished|sorted|fixed|started)\w{3,}ed\b/],
  [
    words('get'),
    /^(?!(?:better|worse|married|engaged|ready|going|there|here|home|up|lost|tired|sick|angry|used|old|older|along|together|by|away|out|on|off|over|through|it|that|you|started|dressed|wet|cold|hungry|bored|nervous|in(?! touch)|to|so|very|too|more|less|no|nothing|around|down|into|what|why|how)\b)(?:(?:the|my|your|our|his|her|a|an|some) )?(?!(?:job|promotion|chance|headache|cold|idea|feeling)\b)\p{L}+/u,
  ],
  [words('talk speak'), /^(?:to|with) (?!you\b|me\b)/],
  [words('tell show'), /^(?!you\b|me\b|us\b|it\b|that\b)/],
  [words('stop'), /^(?:off |in )?(?:at|by) (?:the|a|my|\p{Lu}\p{L}+)\b/u],
  [words('look'), /^(?:it|that|them) up\b/],
  [words('look'), /^(?:for|into|up|after|at|over|through) (?!you\b|me\b|forward\b)/],
  [words('go'), /^(?:to (?:the|a|my|our)|through|over|shopping|by the|and|back to|get|pick)\b/],
  [words('do'), /^(?:the|my|our|some|a|an|your)\b/],
  [words('let'), /^(?:you|me|us|him|her|them|\p{Lu}\p{L}+|the \w+) know\b/u],
  [words('follow'), /^up\b/],
  [words('figure work'), /^out\b/],
  [words('decide'), /^(?:on|about|whether|which)\b/],
  [
    words('pass'),
    /^(?:on|along|(?:it|them|that|this) (?:on|along|to)|the [\w ]{2,20}? (?:along|to|on to))\b/,
  ],
  [
    words('meet'),
    /^(?:the (?:plumber|electrician|deadline|agent)\b|(?:you|him|her|them|\p{Lu}\p{L}+) (?:off|at the (?:station|airport|bus|train))\b)/u,
  ],
];

/** One goes there to be there: "for a walk", "for the weekend". */
export const OUTING =
  /\bfor (?:the|my|an?) (?:\w+ )?(?:walk|run|ride|swim|drink|coffee|meal|dinner|lunch|week(?:end)?|night|day|while|party|holiday|stroll|drive|bite|beer|wedding|concert|game|match)\b/i;

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
