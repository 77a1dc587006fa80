import { CONDITION, DRUG, MEDICINE } from '../lexicon.js';
import { NUMBER } from '../words.js';
import { says, type FactKind } from './fact-kind.js';

/** How names of diseases end, or which word they end in. */
const AILMENT =
  '[a-z]{3,}(?:itis|osis|aemia|emia|algia|opathy|plegia|trophy|omyalgia|oporosis)|degeneration|disease|syndrome|disorder|deficiency|dystrophy|palsy|stenosis|fibrillation|prolapse|hernia';

const WALKING_AID =
  'cane|walking stick|stick|walking frame|walker|rollator|zimmer frame|crutch(?:es)?|wheelchair|mobility scooter|stairlift';

/** Bodies and what is done for them. */
export const HEALTH: readonly FactKind[] = [
  says(
    { predicate: 'allergy', topic: 'health', weight: 3 },
    'be (?:\\w+ ){0,2}(?:allergic|intolerant|sensitive|hypersensitive) to',
    'have been (?:\\w+ )?allergic to',
    'not tolerate (?!it|that|this)[a-z]',
    'have (?:an? )?(?:\\w+ ){0,3}(?:allergy|allergies|intolerance)',
    'be (?:lactose|gluten)[ -]intolerant',
    'cannot do (?:dairy|gluten|wheat|nuts|shellfish|lactose|caffeine|alcohol|eggs|soya|soy|spicy food)\\b',
    'cannot take (?!(?:it|this|that|them|the|an?|my|your|his|her|their|any ?more|much|more|part|care|time|notes?|calls?|place|photos|pictures|orders|cards?|cash|out|at|in|on|off|over|you|me|him|us|credit)\\b)',
    'cannot (?:eat|have|drink|tolerate|digest) (?!(?:it|this|that|them|any more|anymore|anything(?! with\\b)|another|much|more|out|at|in|with|part|care)\\b)',
    '(?:react|have (?:always )?reacted) (?:\\w+ )?to (?!it\\b|that\\b)',
    '(?:have|have had|had|get) (?:an? )?(?:\\w+ ){0,3}reactions? to',
    '(?:sneeze|itch|wheeze|swell up|come out in|get) .*\\b(?:from|when|near|around|after eating) ',
    '(?:come|break) out in (?:\\w+ )?(?:an? )?(?:hives|blisters|spots|rash|lumps|welts)',
    'get (?:an? |terrible |bad )?(?:hives|rash|migraines?|headaches?|asthma|heartburn|sick|blisters) (?:from|off|with|when) (?!it\\b|that\\b|this\\b)',
  ),
  says(
    { predicate: 'condition', topic: 'health', weight: 3, happened: true },
    `(?:have|have had|have got|suffer from|live with|be living with|struggle with|be being treated for|got|developed|have been having|get|have always had) (?:an? |the |my |their |some |terrible |bad |severe |mild |chronic |type \\w+ |frequent |regular |really |very |\\w+ ){0,3}(?:${CONDITION})\\b`,
    `(?:have|have had|suffer from|live with|be living with|got|developed|have developed) (?:an? |the |my |his |her |their )?(?:[\\w-]+ ){0,3}?(?:${AILMENT})\\b`,
    '(?:be|was|have been|were|got) (?:\\w+ )?diagnosed with',
    'be (?:\\w+ )?(?:diabetic|asthmatic|anemic|anaemic|colou?r[- ]?blind|short-?sighted|near-?sighted|far-?sighted|epileptic|dyslexic|pregnant|deaf|blind|hard of hearing|coeliac|celiac|autistic|hypertensive|insomniac)',
    'have (?:\\w+ )?trouble (?:sleeping|hearing|with)',
  ),
  says(
    { predicate: 'condition', topic: 'health', weight: 2 },
    'be an? (?:very )?(?:light|heavy|bad|poor|deep) sleeper',
    '(?:burn|bruise|tire|faint) easily',
    'carry (?:an? |my )?(?:epipen|epi-pen|inhaler|insulin|adrenaline)',
    'have lost (?:my|his|her|their) (?:sense of \\w+|hearing|sight|voice for good)',
    'lost (?:my|his|her|their) (?:sense of \\w+|hearing|sight)',
    'be on (?:a|the) (?:waiting list|list) for an? ',
    `sleep (?:only |about |around |maybe |at most )*(?:(?:${NUMBER})\\b|badly|poorly|well|better|worse)`,
    '(?:wear|need|have) (?:reading )?(?:glasses|contact lenses|contacts|a hearing aid|hearing aids|braces|a brace|dentures|insoles|a pacemaker)',
    'be (?:left|right)[- ]handed',
    'had (?:[\\w-]+ ){1,4}as an? (?:small |young )?(?:child|kid|baby|boy|girl|teenager)\\b',
    'be hard of hearing\\b',
    '(?:only )?have (?:only )?(?:one|a single) (?:kidney|lung|eye|working \\w+|good (?:eye|ear|leg|knee|hand))\\b',
    'have been (?:sober|clean|smoke-free)\\b',
    'cannot (?:hear|see|smell|taste|feel) (?:a thing|anything|much|well|properly).*\\b(?:on|in|with|out of|without) (?:my|his|her|their|one|either)\\b',
    'cannot (?:climb|manage|do|use) (?:the )?stairs\\b',
    `(?:use|need|walk with|get about with|get around with|lean on|have) (?:an? |my |his |her |their )?(?:${WALKING_AID})\\b`,
    '(?:be|have been) in (?:an? )?wheelchair\\b',
  ),
  says(
    { predicate: 'medication', topic: 'health', weight: 3 },
    `(?:be on|take|be taking|have been taking|have been on|started taking|use|be using|need|inject|swallow) (?:[\\w'-]+ ){0,5}?(?:${MEDICINE})\\b`,
    `(?:be on|take|be taking|have been on|have been taking|started taking|started on|inject) (?:an? |my |some |the )?(?:[\\w-]+ ){0,2}?(?:${DRUG})\\b`,
    '(?:be on|take|be taking|have been taking|have been on) (?:something|tablets|pills|drops|stuff|medication|one|two) (?:daily )?for (?:my|his|her|their|the) \\w+',
    `(?:take|be on) (?:(?:${NUMBER}) )?(?:[\\w-]+ ){0,3}(?:as|against|for) (?:medication|pain|(?:my|his|her|their|the) (?:heart|nerves|thyroid|stomach|blood|back|joints|knees|mood|sleep|skin|eyes|liver|kidneys|lungs|asthma))\\b`,
  ),
  says(
    { predicate: 'surgery', topic: 'health', weight: 2, happened: true },
    `(?:had|have had|got|was given|underwent) (?:[\\w'-]+ ){0,5}(?:surgery|operation|transplant|bypass|removed|replaced|replacement)\\b(?! in mind)`,
    '(?:had|have had) (?:my|his|her|their) (?:[\\w-]+ ){0,2}(?:appendix|tonsils|gallbladder|teeth|tooth|spleen|cataracts|moles?) (?:taken )?out\\b',
    '(?:broke|tore|fractured|dislocated|ruptured|sprained) (?:my|his|her|their|our|an?|the) (?:[\\w^]+ ){0,2}(?:leg|arm|tendon|meniscus|muscle|hamstring|nose|jaw|elbow|heel|calf|hip|wrist|ankle|knee|shoulder|hand|foot|collarbone|rib|ribs|finger|toe|ligament|back|neck)',
  ),
];
