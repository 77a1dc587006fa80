import type { TranscriptTurn } from '#libs/contracts';

/** A wish or a condition. */
const UNREAL = /\b(?:if|wish|wished|as though|unless)\b/i;
/** The whole sentence is a joke or a story. */
const FICTION =
  /\b(?:imagine|suppose|supposing|pretend|pretending|joking|kidding|ha ha|haha|lol|dream(?:ed|t)? (?:of|about|that)|in (?:my|another) dream|in the (?:movie|film|book|novel|story|show|series|song|play|game)|the main character)\b/i;
/** This one statement is a guess, or was given up. */
const UNSURE =
  /\b(?:would|might|could|maybe|perhaps|probably|possibly|apparently|supposedly|rumou?r|allegedly|hopefully|hope|one day|some ?day|guess|considered|considering|(?:almost|nearly)(?! (?:always|never|every|all|half|an?|[a-z]+ (?:years|months|decades|miles|kilometers|kilometres|hours))\b)|thinking (?:of|about)|thought (?:of|about)|decided against)\b/i;
/** A coming action, which is a task or an event. */
const PLANNED =
  /\b(?:will|shall|should|must|ought|(?<!\b(?:stopped|quit|love|loves|like|likes|hate|hates|enjoy|enjoys) )going to|about to|want to|wants to|need to|needs to|have to|has to|had to|plan(?:s|ning)? to|try(?:ing)? to|supposed to|let us|tomorrow|tonight|next (?:week|month|year|time|summer|spring|fall|autumn|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b/i;
/** Holds only for the moment it is said in. */
const PASSING =
  /\b(?:today|right now|at the moment|just now|this (?:morning|afternoon|evening|week|weekend|time|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|for now|in a (?:minute|moment|second|hurry)|a (?:minute|moment|second) ago|so far|for the time being|until (?:today|tomorrow|tonight|next week|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b(?!s|(?:(?:,| and|, and) \w+day)* (?:morning|evening|night|afternoon)s))\b/i;
/** Somebody else's words or thoughts. */
const REPORTED =
  /^(?:\w+ )?(?:said|says|told|asked|wrote|claims|claimed|heard|quote|she was like|he was like)\b|\b(?:said that|i said|i told|i asked|i heard|i read (?:that|somewhere|about)|they say|people say)\b/i;

export function isFiction(sentence: string): boolean {
  return FICTION.test(sentence);
}

export function isUnreal(sentence: string): boolean {
  return UNREAL.test(sentence);
}

export function isUnsure(clause: string): boolean {
  return UNSURE.test(clause);
}

export function isPlanned(clause: string): boolean {
  return PLANNED.test(clause);
}

export function isPassing(clause: string): boolean {
  return PASSING.test(clause);
}

export function isReported(clause: string): boolean {
  return REPORTED.test(clause);
}

/** Takes back what was said just before. */
export function takesBack(sentence: string): boolean {
  return /\b(?:just|only|i am|i'm|was) (?:kidding|joking)\b|\bjust a joke\b|\bnot (?:really|seriously|true)\b|^(?:no,? )?i (?:made that up|did not mean)/i.test(
    sentence,
  );
}

const BROADCAST =
  /\b(?:welcome (?:back )?to (?:the|our|this|today|another|\p{Lu})|welcome back|(?:our|dear) (?:listeners|viewers|audience)|(?:today's|our|my) (?:guest|sponsor|episode|podcast)|this (?:episode|podcast|programme|program|chapter|lecture)|thank you for having me|thanks for having me|subscribe|stay tuned|after the break|do(?:n't| not) go away|that was our show|on (?:the|this) show|sponsored by|breaking news|ladies and gentlemen|chapter (?:one|two|three|\d+)|audiobook|librivox|good evening,? and welcome|back to (?:the studio|you in)|in today's (?:lecture|lesson|episode))\b/iu;

/** Whether a recording in which nobody was recognized as the owner is a programme, a lecture or a book that was read. */
export function isBroadcast(turns: readonly TranscriptTurn[]): boolean {
  return turns.some((turn) => BROADCAST.test(turn.text));
}
