import { RELATION, WEEKDAY } from './words.js';

/** How clauses begin that tell of something somebody has. */
const NAME = '[A-Z][a-zà-ÿ]+';
export const FAVORITE =
  /^(?:my|our) ((?:all-time )?favou?rite [\w ]+?) (?:is|are|has always been|was always) (.+)$/i;
export const ATTRIBUTE =
  /^(my|our) (birthday|blood type|(?:wedding )?anniversary|home town|hometown|native language|mother tongue|first language|last name|surname|maiden name|full name|middle name|job|hobby|address|commute|(?:new )?(?:car|apartment|house|office|desk)|\w+ (?:class|lesson|practice|rehearsal|training|course|group|club|meeting)s?) (is|are) (.+)$/i;

/** "My best ideas come to me in the shower", "my knee has been bad since the accident", "my shift starts at five". */
export const OF_BODY_AND_DAY =
  /^my ((?:best |clearest |brightest )?(?:mind|brain|head|ideas)) ((?:works?|functions?|comes?|is) (?:to me )?(?:only |always |best |better )*(?:in|at|on|after|before|when|while|with|without|late|early)\b.*)$|^my ((?:left |right |lower )?(?:back|knees?|hips?|shoulders?|heart|eyes|eyesight|hearing|hands?|ankles?|wrists?|memory|neck|lungs|balance)) ((?:has|have) been (?:bad|weak|poor|dodgy|stiff|gone|shot|playing up|failing|useless|ruined) (?:since|for)\b.*|(?:is|are) (?:going|failing|shot|gone|weak|ruined|worn out)\b.*)$|^my (shift|working day) ((?:starts?|begins?|ends?|finishes|runs) (?:at|from)\b.*)$/i;

/** "My museum tours are on Saturdays." */
export const SCHEDULED = new RegExp(
  `^(my |our |the |)((?:[a-z-]+ ){0,2}[a-z-]+?) (is|are|has moved to|have moved to|moved to) (?:now )?((?:on |every )?(?:${WEEKDAY})s\\b.*)$`,
  'i',
);
/** "My bike was stolen", "the furnace is gone". */
export const LOST =
  /^(my|our|the) ((?:[a-z-]+ ){0,2}[a-z-]+?(?<!\b(?:is|are|was|were|has|have|been|got))) ((?:is|are) (?:gone|no more|dead|(?:off|over|finished)(?=$| now| for good|,)|cancelled|history|back to normal|sold)|(?:was|were|got|has been|have been) (?:stolen|sold|scrapped|written off|wrecked|taken|closed down|shut down|cancelled|called off|discontinued)|(?:has |have )?(?:finally |sadly |just |recently )?(?:died|burnt down|burned down|given up the ghost|broken for good|closed(?: down)?|folded|shut down|gone bust|broken up|cleared up|went for scrap)|had to go)\b(.*)$/i;

/** "My studio is above the bakery": where the owner's places are. */
export const PLACED =
  /^(?:my|our|the) ((?:old|new|little|whole|print|bike|barber|coffee|flower|book|gift|repair|law|sewing|art|music|vet|summer|family) )?(office|studio|workshop|shop|surgery|practice|house|flat|apartment|place|allotment|school|garage|boat|caravan|cottage|cabin|garden) (is|are|moved|has moved|have moved) ((?:right |just |now |still )?(?:to|in|on|at|above|over|below|under|behind|beside|next to|near|opposite|round|across from|between|outside) .+|the (?:back|front|top|first|second|ground|basement|upper) .+|an? (?:old|former|converted) .+)$/i;
export const PLACED_OF_RELATIVE = new RegExp(
  `^([Mm]y|[Oo]ur|[Yy]our) (?:\\w+ )?(${RELATION})(?: (${NAME}))?'s (house|flat|apartment|place|home|office|shop|birthday) (is) ((?:in|on|at|near) .+)$`,
);

/** "Thursday is my yoga night", "Tuesday is choir practice for me". */
export const WEEKLY = new RegExp(
  `^(${WEEKDAY})s? (?:is|are) (?:always )?(?:(?:my|our) ([a-z ]{2,30}? (?:night|day|morning|evening|afternoon|practice|class|training|rehearsal))s?|([a-z ]{0,20}?(?:practice|class|training|rehearsal|night|choir|yoga|therapy|swimming|soccer|football)) for (?:me|us))\\b`,
  'i',
);
