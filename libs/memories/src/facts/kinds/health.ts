import { CONDITION, MEDICINE } from '../lexicon.js';
import { NUMBER } from '../words.js';
import { says, type FactKind } from './fact-kind.js';

/** Bodies and what is done for them. */
export const HEALTH: readonly FactKind[] = [
  says(
    { predicate: 'allergy', topic: 'health', weight: 3 },
    'be (?:\\w+ ){0,2}(?:allergic|intolerant|sensitive|hypersensitive) to',
    'have been (?:\\w+ )?allergic to',
    'have (?:an? )?(?:\\w+ ){0,3}(?:allergy|allergies|intolerance)',
    'be (?:lactose|gluten)[ -]intolerant',
    'cannot (?:eat|have|drink|tolerate|digest|take) (?!(?:it|this|that|them|any more|anymore|anything|another|much|more|out|at|in|with|part|care)\\b)',
    'react (?:badly|allergically) to',
  ),
  says(
    { predicate: 'condition', topic: 'health', weight: 3, happened: true },
    `(?:have|have had|have got|suffer from|live with|be living with|struggle with|be being treated for|got|developed|have been having|get|have always had) (?:an? |the |my |their |some |terrible |bad |severe |mild |chronic |type \\w+ |frequent |regular |really |very |\\w+ ){0,3}(?:${CONDITION})\\b`,
    '(?:be|was|have been|were|got) (?:\\w+ )?diagnosed with',
    'be (?:\\w+ )?(?:diabetic|asthmatic|anemic|anaemic|colou?r[- ]?blind|short-?sighted|near-?sighted|far-?sighted|epileptic|dyslexic|pregnant|deaf|blind|hard of hearing|coeliac|celiac|autistic|hypertensive|insomniac)',
    'have (?:\\w+ )?trouble (?:sleeping|hearing|with)',
  ),
  says(
    { predicate: 'condition', topic: 'health', weight: 2 },
    `sleep (?:only |about |around |maybe |at most )*(?:(?:${NUMBER})\\b|badly|poorly|well|better|worse)`,
    '(?:wear|need|have) (?:reading )?(?:glasses|contact lenses|contacts|a hearing aid|hearing aids|braces|a brace|dentures|insoles|a pacemaker)',
    'be (?:left|right)[- ]handed',
  ),
  says(
    { predicate: 'medication', topic: 'health', weight: 3 },
    `(?:be on|take|be taking|have been taking|have been on|started taking|use|be using|need|inject|swallow) (?:[\\w'-]+ ){0,5}?(?:${MEDICINE})\\b`,
  ),
  says(
    { predicate: 'surgery', topic: 'health', weight: 2, happened: true },
    `(?:had|have had|got|was given|underwent) (?:[\\w'-]+ ){0,5}(?:surgery|operation|transplant|bypass|removed|replaced|replacement)\\b(?! in mind)`,
    '(?:broke|tore|fractured|dislocated|ruptured|sprained) (?:my|his|her|their|our|an?|the) (?:[\\w^]+ ){0,2}(?:leg|arm|tendon|meniscus|muscle|hamstring|nose|jaw|elbow|heel|calf|hip|wrist|ankle|knee|shoulder|hand|foot|collarbone|rib|ribs|finger|toe|ligament|back|neck)',
  ),
];
