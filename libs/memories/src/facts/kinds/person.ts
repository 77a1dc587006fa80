import { BELONGING, EQUIPMENT, HABITATION, ORIGIN, VEHICLE } from '../lexicon.js';
import { NUMBER, PET } from '../words.js';
import { PLACE, says, type FactKind } from './fact-kind.js';

/** Home, things, and who somebody is. */
export const PERSON: readonly FactKind[] = [
  says(
    { predicate: 'residence', topic: 'personal', weight: 3, happened: true },
    `(?:not |no longer |never )?(?:live|be living|have lived|have been living|reside|be based|have settled|settled|moved|have moved|relocated|have relocated|moved house)\\b (?:from [\\w^ ]{2,25}? (?=to ))?(?:back )?(?:(?:just |right |out |over |up |down |all |closer |close )?(?:in|to|on|at|near|with|by|across|above|outside|over|under|beside|opposite|around|next to|into|off|between|behind|together|alone|abroad|downtown|here|there)\\b ?)${PLACE}`,
  ),
  says(
    { predicate: 'residence', topic: 'personal', weight: 3, happened: true },
    '(?:moved|have moved|be moving) in (?:with|together)\\b',
    '(?:went|have gone|moved) into a home\\b',
    'have the (?:flat|house|place|apartment) to (?:my|him|her|our|them)sel(?:f|ves)\\b',
    'be (?:back )?home (?:again|for good|from \\^)',
    '(?:rent|have|own|be renting) (?:the |an? )(?:top|ground|first|second|third|upper|lower|basement|back|front) (?:floor|half|flat)\\b',
    'live (?:just |right )?(?:round|around|near|opposite|behind|above|over|next to|across from|a \\w+ from) (?:the|a|my|our|an) \\w+',
    '(?:be|moved|went|have been) (?:now )?(?:in|into) (?:an? |the )?(?:[\\w-]+ ){0,2}(?:care home|nursing home|retirement home|old people.s home|residential home|sheltered housing|hospice|assisted living)\\b',
    'be (?:on|at|in) (?:the |an? )?(?:[\\w ,]+ )?(?:floor|number)\\b.*\\^\\w+ \\^(?:street|road|lane|avenue|close|terrace|drive|court|square|crescent|row|way|place|gardens|hill|boulevard)\\b',
    `be (?:now )?(?:at|in) (?:number )?(?:${NUMBER})(?:-\\w+)? \\^`,
    `be (?:now )?(?:in|on) an? (?:[\\w-]+ ){0,3}(?:${HABITATION}|house|place) (?:in|on|near|by|outside|with|at)\\b`,
    `(?:be renting|rent|have|have got|share|be sharing|have rented) (?:an? |the |our |my )?(?:[\\w-]+ ){0,3}(?:${HABITATION}|room|place)(?: (?:together|now))? (?:just |right )?(?:in|on|near|by|outside|at|over|above|with|from) (?:.*\\^|my|our|an?|the (?:river|sea|lake|coast|centre|center|harbour|harbor|canal|country|city)|${NUMBER})`,
  ),
  says(
    { predicate: 'residence', topic: 'personal', weight: 3, happened: true },
    `(?:rent|own|bought|have bought|built|have built|inherited|be renting|sold|have sold|have rented) (?:an? |our |my |their |his |her |the )?(?:[\\w-]+ ){0,4}(?:${HABITATION}|place (?:in|near|by|on))\\b`,
  ),
  says(
    { predicate: 'origin', topic: 'personal', weight: 3, happened: true },
    '(?:be|come|came) (?:originally |actually )?from (?!home|work|here|there|a (?!(?:\\w+ )?(?:village|town|farm|suburb|island))|my|our|now|this)[\\w ]{0,20}\\^',
    '(?:was|be) born (?:and raised )?(?:in|on|at)',
    'grew up (?:in|on|near|with|as|by|over|above|behind|next to|beside|around|among)',
    'come from (?:an? )?(?:[\\w-]+ )?(?:family|line|long line|village|town) of ',
    'was raised',
    '(?:left|fled|emigrated from|came over from) \\^\\w+ (?:in|when|after|as|before|during) ',
  ),
  says(
    { predicate: 'age', topic: 'personal', weight: 2, happened: true },
    `be (?:already |almost )?(?:${NUMBER})(?:-\\w+)? years old`,
    `(?:turned|turn|be turning|just turned|have turned) (?:${NUMBER})\\b`,
    `be (?:${NUMBER})(?:-\\w+)?(?: (?:in|next|on) .+)?$`,
  ),
  says(
    { predicate: 'vehicle', topic: 'personal', weight: 3, happened: true },
    '(?:drive|lease|be driving|ride|have driven) (?:an? |my |the |an old |our )(?!(?:kids|children|friends|people|hard|bargain|point|wife|husband|daughter|son|train|bus|subway|metro|others))(?:[\\w-]+ ?){1,5}',
    `(?:bought|have bought|got|have|have got|own|be driving|leased) (?:an? |my |our |their )(?:[\\w-]+ ){0,4}(?:${VEHICLE})\\b(?! (?:accident|problem|crash|key|ride))`,
  ),
  says(
    { predicate: 'vehicle', topic: 'personal', weight: 3, happened: true },
    `(?:not|no longer) (?:own|have|need|drive|use) (?:an? |the |our |my )?(?:[\\w-]+ ){0,3}(?:${VEHICLE})\\b`,
    `(?:sold|have sold|got rid of|gave away|traded in|scrapped|gave up|crashed|wrecked) (?:the|my|our|his|her|their) (?:[\\w-]+ ){0,4}(?:${VEHICLE})\\b`,
  ),
  says(
    { predicate: 'ownership', topic: 'personal', weight: 3, happened: true },
    '(?:handed|have handed|signed|have signed|passed|have passed) (?:over )?(?:the|my|our) (?:[\\w-]+ ){1,3}(?:over |on )?to (?:my|our|\\^)',
    `(?:gave|have given) (?:the|my|our|his|her|their) (?:[\\w-]+ ){0,3}(?:${BELONGING}) (?:to|away)\\b`,
    `(?:sold|have sold|got rid of|gave away|traded in|have given away|closed|lost) (?:the|my|our|his|her|their) (?:[\\w-]+ ){0,3}(?:${BELONGING}|${PET})\\b`,
    `(?:have|own) (?:an? |two )(?:(?!(?:with|about|for|of|to|on|in) )[\\w-]+ ){0,3}(?:${EQUIPMENT})\\b(?! (?:appointment|problem|man|engineer))`,
    '(?:not|never|no longer) (?:own|have owned) an? [a-z]',
    `(?:bought|have bought|inherited) (?:an? |the )(?:[\\w-]+ ){0,3}(?:${BELONGING})\\b`,
    `(?:have|own) (?:an? |two )(?:(?!(?:with|about|for|of|to|on|in) )[\\w-]+ ){0,3}(?:${BELONGING}) (?:in|on|at|by|near|outside) `,
    '(?:own|have owned) (?:an? |the |our |my )(?!(?:goal|way|time|idea|fault|right|feet)\\b)[a-z]',
  ),
  says(
    { predicate: 'fear', topic: 'personal', weight: 3 },
    '(?:be|have been|have always been|got) (?:\\w+ ){0,2}(?:afraid|scared|terrified|frightened|petrified) of (?!you|that|it|this|him|her|them|what|losing you)',
    'have (?:an? )?(?:\\w+ ){0,2}(?:fear of|phobia)',
    '(?:faint|panic|freeze|go weak|shake|pass out|scream|get (?:dizzy|nervous|anxious|panicky|claustrophobic|queasy)) (?:at|in|on|up|near|around|when|under) ',
    'fear (?:heights|flying|spiders|dogs|water)',
    'get (?:\\w+ly |very |so |quite )?(?:(?:sea|car|air|travel|motion)[ -]?sick)\\b',
  ),
  says(
    { predicate: 'pet', topic: 'personal', weight: 3, happened: true },
    `(?:keep|raise|breed) (?:${PET})\\b`,
    '(?:have|have got|got|adopted|have adopted|bought|rescued|have rescued) an? (?:[\\w-]+ ){1,3}(?:called|named) \\^',
    '(?:adopted|have adopted|rescued|have rescued) (?:an?|two|three|another) [a-z]+',
    `(?:have|have got|got|adopted|have adopted|own|bought|keep|rescued|have rescued|be raising|raise) (?:an? |two |three |four |five |six |another |our |my |some |${NUMBER} )(?:[\\w-]+ ){0,3}(?:${PET})\\b`,
  ),
  says(
    { predicate: 'identity', topic: 'personal', weight: 2 },
    `be (?:an? )?(?:half |originally )?(?:${ORIGIN})\\b(?! (?:fan|food|teacher))`,
  ),
  says(
    { predicate: 'name', topic: 'personal', weight: 1 },
    'name be \\^',
    'be called \\^',
    'go by (?:[\\w ]+, )?\\^',
    'be known as \\^',
  ),
];
