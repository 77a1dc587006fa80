import { NUMBER } from '../words.js';
import { says, type FactKind } from './fact-kind.js';

/** Family. */
export const FAMILY: readonly FactKind[] = [
  says(
    { predicate: 'marital_status', topic: 'relationships', weight: 3, happened: true },
    '(?:be|have been) (?:\\w+ )?(?:married|divorced|engaged|widowed|separated|a widower?|a widow)\\b',
    'got (?:married|engaged|divorced|separated)',
    'be single\\b',
  ),
  says(
    { predicate: 'family', topic: 'relationships', weight: 3, happened: true },
    '(?:be|have been) (?!with \\^|an only)(?:dating|seeing) \\^',
    '(?:be|have been) (?:dating|seeing|with) \\^',
    'be (?:an only child|a single (?:mother|father|parent|mom|dad)|the (?:oldest|eldest|youngest|middle)|twins)',
    'live in an? (?:family|household) of ',
    'met (?:my|our|his|her|their) (?:wife|husband|partner|girlfriend|boyfriend|spouse)',
    'have twin(?:s| (?:girls|boys|sons|daughters))\\b',
    '(?:had|have had|gave birth to|adopted|have adopted) (?:an?|the|our|their|his|her|another) (?:[\\w-]+ ){0,2}(?:baby|boy|girl|son|daughter|child)\\b',
    'be expecting(?:$| (?:again|in|any|another|twins|our|their))',
    '(?:raised|brought up|fostered|adopted|brought) (?:me|us)\\b',
    '(?:became|have become|be becoming|be going to be|be about to become|be about to be|be soon) an? (?:\\w+ )?(?:father|mother|grandfather|grandmother|uncle|aunt|dad|grandma|grandpa)',
    '(?:be|are) (?:expecting|having) (?:an? |our |their )?(?:\\w+ )?(?:baby|child|twins|boy|girl)',
    '(?:have been|be) together\\b(?! (?:on|for lunch|tonight|at))',
    '(?:broke|have broken|split|have split) up\\b',
  ),
  says(
    { predicate: 'family', topic: 'relationships', weight: 2, happened: true },
    `have (?:${NUMBER}|an?|no) (?:\\w+ ){0,2}(?:kids?|children|girls|boys|sons?|daughters?|brothers?|sisters?|siblings|grandchildren|grandkids|grandson|granddaughter|stepchildren|stepson|nephews?|nieces?)\\b`,
    '(?:passed away|died|(?:was|were|had to be|has been|have been) (?:put down|put to sleep|run over|rehomed))\\b',
  ),
];
