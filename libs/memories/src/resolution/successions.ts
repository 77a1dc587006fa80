import type { Memory } from '#libs/contracts';
import { JOB } from '../facts/lexicon.js';

type Statement = Pick<Memory, 'content' | 'predicate'>;

/** A turn in somebody's life, and what it leaves behind. */
interface Succession {
  readonly turn: RegExp;
  readonly leaves: (old: Statement) => boolean;
}

const OF_JOB = new Set(['employer', 'work_arrangement', 'workplace', 'shift', 'commute', 'days_off']);
const PROFESSION = new RegExp(`\\b(?:is|works as|drives|has been) ${JOB}\\b|\\bdrives\\b`, 'i');
const isOfJob = (old: Statement) =>
  OF_JOB.has(old.predicate ?? '') || (old.predicate === 'role' && PROFESSION.test(old.content));
/** What is worked for until it is reached. */
const isGoal = ({ predicate, content }: Statement) =>
  predicate === 'learning' &&
  /\b(?:training|saving|saves|practising|practicing|learning to|lessons)\b/i.test(content);

const SUCCESSIONS: readonly Succession[] = [
  {
    turn: /\b(?:made redundant|laid off|let go|fired|sacked|the (?:sack|boot)|retired|retirement|(?:quit|left|lost|gave up|given up) (?:the|their|his|her) job|resigned(?: from (?:the|their|his|her) (?:job|post))?$|handed in (?:their|his|her) notice$)/i,
    leaves: isOfJob,
  },
  {
    turn: /\b(?:was made|promoted to|has become|became|moved up to) (?!redundant)/i,
    leaves: ({ predicate, content }) => predicate === 'role' && PROFESSION.test(content),
  },
  {
    turn: /\bis an? (?:\w+ )?partner (?:in|at|of)\b|\bowns (?:a share|part|half)\b/i,
    leaves: ({ content }) => /\b(?:employee|employed|payroll|works for)\b/i.test(content),
  },
  {
    turn: /\b(?:had|gave birth to|has had) (?:the|a|an|her|their|twins)\b.*(?:\b(?:baby|boy|girl|son|daughter)\b)/i,
    leaves: ({ content }) => /\b(?:pregnant|expecting)\b/i.test(content),
  },
];

const REACHED =
  /\b(?:ran|finished|completed|passed|bought|swam|got|has (?:run|finished|completed|passed|bought|got))\b/i;

/** Whether what happened leaves an earlier state behind, whatever both are called. */
export function leavesBehind(fresh: Statement, old: Statement): boolean {
  return SUCCESSIONS.some(({ turn, leaves }) => turn.test(fresh.content) && leaves(old));
}

/** Whether something may be the goal that was worked for; whether it is that one, their words must tell. */
export function mayReach(fresh: Statement, old: Statement): boolean {
  return (
    ['achievement', 'ownership', 'vehicle', 'residence'].includes(fresh.predicate ?? '') &&
    REACHED.test(fresh.content) &&
    isGoal(old)
  );
}
