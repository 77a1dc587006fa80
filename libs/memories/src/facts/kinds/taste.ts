import { EATER } from '../lexicon.js';
import { NUMBER } from '../words.js';
import { AMOUNT, EVERY, says, type FactKind } from './fact-kind.js';

/** What heads do, better here than there. */
const MIND =
  'think|work|focus|concentrate|sleep|write|learn|study|read|function|remember|plan|draw|paint|listen|compose|sew|relax|memori[sz]e';

/** Food, drink and what people like. */
export const TASTE: readonly FactKind[] = [
  says(
    { predicate: 'diet', topic: 'preferences', weight: 3, happened: true },
    `(?:be|have been|became|went|turned|have become|have gone|have turned|was raised|be now) (?:not )?(?:an? )?(?:strict |lifelong |mostly )?(?:${EATER})\\b`,
    'be on an? (?:[\\w-]+ ){0,2}diet',
    'keep (?:kosher|halal)',
    'eat (?:kosher|halal|vegetarian|vegan)',
  ),
  says(
    { predicate: 'diet', topic: 'preferences', weight: 3, happened: true },
    `(?:have )?(?:quit|gave up|given up|stopped|cut out|(?:gone|went) (?:right |completely )?off|sworn off|swore off|went off) (?:drinking |eating |smoking |using |having |buying )?(?!(?:my|our|his|her|their) |it\\b|that\\b|this\\b|work\\b|my job|the job|here|there|them|working|talking|for\\b|at\\b|by\\b|in\\b|on\\b|to\\b|early\\b|late\\b|after\\b|before\\b|because\\b|(?:${NUMBER})\\b|again\\b|when\\b|while\\b|there\\b|the (?!gym|choir|club|band|team|job|course|class|church|orchestra|army|drink|cigarettes)|my |an? |arguing|explaining|counting|hoping|guessing|worrying|fighting|complaining|searching|looking|hunting|chasing|waiting|asking|coming|being|talking|saying|doing|trying|going)[a-z]`,
  ),
  says(
    { predicate: 'diet', topic: 'preferences', weight: 3 },
    '(?:have never been|be not|was never|never was) (?:much of )?an? (?:big |great )?\\w+ (?:drinker|eater)\\b',
    '(?:not|never|no longer) (?:eat|drink|touch) anything (?:with|that|from|made of)\\b',
    'cannot (?:start|begin|face|get through|end|function|go to bed|do) .*\\bwithout (?:an?|my|the|some) ',
    '(?:not|never|only|not ever|not even|no longer) (?:eat|eating|drink|touch|smoke|cook with|consume) (?!(?:it|that|this|them|any|much|one|to|time|the|a|an|my|your|anything|enough|one|many|been|had|got)\\b)[a-z]',
    'smoke\\b',
    '(?:avoid|stay away from|steer clear of|stay off|keep off|abstain from|cannot do without) (?!(?:it|that|this|them|him|her|you|being|the|my|an?)\\b)[a-z]',
  ),
  says(
    { predicate: 'diet', topic: 'preferences', weight: 3 },
    `(?:eat|drink|smoke|have cut down to|cut down to) (?:${AMOUNT}) (?!of it|of them|people|time|work|to do|meetings|children|kids|brothers|sisters|days|hours|minutes|questions|ideas|options|things|problems|weeks|years|calls|fun|luck|money|sons|daughters|siblings|dogs|cats|friends)\\w`,
    '(?:have )?switched (?:over )?(?:from .{2,30} )?to (?!the other|another|a different)(?:\\w+ )?(?:tea|coffee|decaf|water|milk|oat|soy|almond|wine|beer|juice|vegetarian|vegan|herbal|green|black)',
    `(?:have|take) (?:${NUMBER}) [a-z]+ (?:in|with) (?:every|each|my) [a-z]+`,
    `(?:get|go) through .*${EVERY}`,
    '(?:live|survive|exist|run) (?:mostly |mainly |only )?(?:on|off) (?!my|the|your|own|an?\\b|his|her|their|it\\b|this|that|\\^|.*\\b(?:street|road|avenue|lane|court|close|terrace|drive|square|crescent|way|island|farm|side|floor|hill|row)\\b)[a-z]',
    '(?:drink|take) (?:my |her |his |their )?(?:coffee|tea) (?:black|without|with|strong)',
  ),
  says(
    { predicate: 'taste', topic: 'preferences', weight: 2 },
    '(?:(?:love|like|enjoy|adore|prefer|have (?:loved|liked|enjoyed|adored|preferred)|be (?:(?:very|so|more|all|mostly|quite|big|super|pretty|big) )?(?:crazy about|fond of|into|obsessed with|addicted to|passionate about|keen on)|be an? (?:\\w+ )?(?:fan of|lover of)|have a (?:sweet tooth|soft spot for|weakness for)|be a sucker for)(?= |$))',
  ),
  says(
    { predicate: 'distaste', topic: 'preferences', weight: 2 },
    '(?:hate|dislike|detest|loathe|despise|cannot stand|cannot bear|not like|not enjoy|never liked|have never liked|have (?:hated|disliked|loathed|detested)|not care for|be not (?:\\w+ )?(?:a fan of|into|fond of|keen on)|be not an? (?:\\w+ )?fan of)(?= )',
  ),
  says(
    { predicate: 'opinion', topic: 'preferences', weight: 3 },
    'be (?:\\w+ )?(?:dead |totally |firmly |dead set )?against (?!it\\b|that\\b|this\\b|them\\b|you\\b|the (?:clock|wall|odds)|time\\b)[a-z]',
    'be (?:very much |totally )?in favou?r of (?!it\\b|that\\b|this\\b|them\\b|you\\b)[a-z]',
  ),
  says(
    { predicate: 'best_time', topic: 'preferences', weight: 3 },
    `(?:${MIND}|be|feel) (?:things |it |most |them )?(?:much |a lot |way |most |far |more )*(?:best|better|worst|worse|productive|creative|sharper|sharpest|clear|clearer|clearly|clearest|easier|easily|faster|quicker|calmly) (?:.* )?(?:in|at|early|late|when|before|after|alone|with|without|on|first|since|outdoors|outside|by|to|standing|sitting|lying|walking|than)\\b`,
    '(?!be |feel |know |like |do |go |get |look |sound |taste |hear )[a-z]+ (?:[\\w^-]+ ){0,3}?(?:much |far |a lot |way |so much )?(?:better|best|faster|easier|more [a-z]+ly) (?:with|without|in|at|when|after|before|while|on|to|early|late|standing|sitting)\\b',
    '(?:get|have|do) (?:my|his|her|their|our) (?:best|clearest|brightest) (?:\\w+ )?(?:ideas?|thoughts?|work|sleep|[a-z]{2,}ing)\\b',
    'be at (?:my|his|her|their|our) (?:best|sharpest|clearest|worst|brightest|most \\w+)\\b',
    `need (?:an? |some |total |complete |absolute |perfect |utter |dead )*(?:silence|quiet|peace|music|noise|background noise|company|darkness|daylight|order|calm) (?:to|for|in order|when|while|before)\\b`,
    `cannot (?:${MIND}) (?!(?:it|that|this|you|him|her|them)\\b)(?:.* )?(?:when|with|without|after|unless|if|in)\\b`,
  ),
  says(
    { predicate: 'best_time', topic: 'preferences', weight: 2 },
    'cannot (?:concentrate|focus|sleep|work|think|relax) (?:well )?(?:when|with|without|after|unless)\\b',
    `can only (?:ever )?(?:${MIND}) (?:\\w+ly )?(?:in|with|without|when|at|on|alone|after|before|if|to|by|late|early)\\b`,
    'be (?:not )?(?:really |more of )?(?:an? )?(?:morning|evening|night|early|cat|dog|people|tea|coffee|city|country|mountain|beach|summer|winter|indoor|outdoor|book) (?:person|owl|bird|riser|people)\\b',
    'be an early riser',
    'be (?:\\w+ )?(?:hopeless|useless|a zombie|no use|no good|good for nothing|fit for nothing|not human|a wreck|a bear) (?:before|after|until|without|in the|at) ',
    'be (?:twice |much |far |way |only |never |half )*(?:as |more |so |at )?(?:sharp|alert|productive|creative|clear-headed|awake|useless|fit for anything|brightest|sharper|slow)(?:er|est)? (?:as |than |late|early|at|in|before|after|until)',
  ),
  says(
    { predicate: 'taste', topic: 'preferences', weight: 2 },
    '(?:take|drink|have|order|choose|pick|book|sit in|want|like) (?:my |the |a |an )?(?:coffee black|tea with|window seat|aisle seat)',
  ),
  says(
    { predicate: 'habit', topic: 'personal', weight: 2 },
    `(?:get up|wake up|go to bed|be in bed) (?:at|by|around|before) (?:about |half past |a quarter (?:past|to) )?(?:${NUMBER}|dawn)\\b`,
  ),
  says(
    { predicate: 'habit', topic: 'preferences', weight: 2 },
    '(?:have )?(?:got|gotten|grown) used to (?!it\\b|that\\b|this\\b|them\\b|you\\b)[a-z]',
    'can (?:swim|drive|ski|ride|skate|cook|dance|whistle|fly)(?: now)?$',
    'only (?:ever )?(?:read|watch|wear|buy|listen to|use|cook|shop|pay|travel|write) (?!it\\b|that\\b|this\\b|them\\b|one\\b|the |my |your |to\\b)[a-z]',
    '(?:not|never) have (?:an? )?(?:driving|driver.s) licen[cs]e',
    '(?:not|never) do (?!(?:it|that|this|them|so|much|any|anything|enough|well|things|the|an?|my|your|business)\\b)[a-z]+s$',
    '(?:not|never|cannot|never learned (?:how )?to) (?:drive|fly|swim|dance|cook|bake|watch|shop|travel|wear|gamble|ride|whistle)\\b(?! (?:it|that|this|them|you|him|her|there|here|anything)\\b)',
  ),
];
