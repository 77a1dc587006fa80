/** What sentences say about a task that another sentence made. Patterns fit text with contractions written out. */

/** Says that somebody has to act. */
export const NEED = /\b(?:who|somebody|someone|anyone|anybody|need|needs|have to|has to|missing|must)\b/i;
/** "It is due on the fifteenth", "the form has to go off by Friday". */
export const DUE_OF_IT =
  /\b(?:due|deadline|at the latest|(?:has|have|needs|need) to (?:be (?:there|done|ready|in|paid|sent|finished|handed in|submitted|returned|back|gone)|go (?:off|out|in|back)|reach|arrive|leave|get (?:there|to))|(?:i|we) need (?:it|them|that)|by when|how soon|when do (?:you|they) need)\b/i;
/** A promise from the side of whoever gets the thing: "You will have it by Monday", "it will be on your desk tonight". */
export const PROMISE_OF_THING =
  /^(?:(?:sure|okay|yes|of course|no problem|great|fine|perfect|all right|certainly|absolutely),? )*(?:you (?:will|are going to) (?:have|get|receive|find)|(?:it|they|that) will be (?:there|ready|done|with you|finished|in (?:your|the)|on (?:your|the)))\b/i;
/** "I will start tonight": the day of a deed agreed to just before. */
export const BEGINS_IT =
  /^(?:(?:and|sure|okay|yes|of course),? )*i (?:will|am going to|can) (?:start|begin|aim (?:for|at)|try for|try)\b(?! to\b)/i;
/** Takes on what anybody might have done. */
export const TAKES_ON =
  /\b(?:consider (?:it|that) done|leave (?:it|that|this) (?:to|with) me|(?:i am )?on it|i will (?:do|see to|handle|take care of|sort|deal with|look after|take) (?:it|that|this)|i can do (?:it|that)|count on me)\b/i;
