/** What sentences say about a task that another sentence made. Patterns fit text with contractions written out. */

/** Says that somebody has to act. */
export const NEED = /\b(?:who|somebody|someone|anyone|anybody|need|needs|have to|has to|missing|must)\b/i;
/** "It is due on the fifteenth", "the form has to go off by Friday". */
export const DUE_OF_IT =
  /\b(?:due|payable|deadline|(?:it|that|this|they) (?:is|are) (?:a|one) (?:job|task|thing|matter|chore|one) for|(?:it|that|this) (?:is|will be) (?:for )?\w+day's (?:job|task)|(?:he|she|they) gets? (?:it|them|that)\b|(?:it|that|this|they) (?:is|are) for (?=(?:the )?\w+day\b)|(?:it|that|this|they) (?:can|will|may) (?:\w+ )?wait (?:for|until|till)|at the (?:very )?latest|(?:must|should) be (?!\w+ing\b)\w+|expires?|(?:runs?|ran) out|lapses?|(?:is|are) (?:up|over) |(?:has|have|needs|need) to (?:be (?:there|done|ready|in|paid|sent|finished|handed in|submitted|returned|back|gone)|go (?:off|out|in|back)|reach|arrive|leave|get (?:there|to))|(?:i|we|they|he|she|the \w+|\p{Lu}\p{L}+) (?:needs?|wants?|expects?|requires?) (?:it|them|that)\b|(?:can|could|will) (?:it|that|this|they|those) be (?:there|ready|done|with|on|in)\b|(?:it|that|this|they) gets? (?:done|sorted|seen to)|that happens|by when|when for|when (?:is it for|is the first|does it (?:have|need) to)|(?:give me|i need) (?:until|till)|how soon|when do (?:you|they) need)\b/iu;
/** A promise from the side of whoever gets the thing: "You will have it by Monday", "it will be on your desk tonight". */
export const PROMISE_OF_THING =
  /^(?:(?:sure|okay|yes|of course|no problem|great|fine|perfect|all right|certainly|absolutely),? )*(?:you (?:will|shall|are going to) (?:have|get|receive|find)|(?:it|they|that) will be (?:there|ready|done|with you|finished|in (?:your|the)|on (?:your|the)))\b/i;
/** "I will start tonight": the day of a deed agreed to just before. */
export const BEGINS_IT =
  /^(?:(?:and|sure|okay|yes|of course),? )*i (?:will|am going to|can) (?:start|begin|aim (?:for|at)|try for|try)\b(?! to\b)/i;
/** Takes on what anybody might have done. */
export const TAKES_ON =
  /\b(?:consider (?:it|that) done|that is (?:a (?:job|task) for me|one for me|mine|me)|(?:that|it) (?:can|could|will|would|had better|should|might as well) be me|i am your (?:man|woman|girl|volunteer)|i (?:will )?volunteer|put my name (?:down|to (?:it|that))|let that (?:someone|somebody|one) be me|put me down for (?:it|that|this)|leave (?:it|that|this) (?:to|with) me|(?:i am )?on it|i will (?:do|see to|handle|take care of|sort|deal with|look after|take) (?:it|that|this)|i can do (?:it|that)|count on me|i am (?:happy|glad|willing|free) to \w+|i (?:will|can)[.!]*$|^(?:oh |well |yes,? |okay,? )*(?:me|i (?:am|do))(?:,? then)?[.!,]*$|i will \w+ (?:it|them|him|her|those) )/i;
/** "When can you have it?": a day named in answer is a promise. */
export const WHEN_ASKED =
  /\b(?:when (?:can|could|will|would|do|are) (?:you|we|I)|by when|how soon|what time can you)\b/i;
/** "My partner will look at it": the owner has somebody else do it. */
export const DELEGATES =
  /^(?:(?:sure|okay|yes|well|but|and|no),? )*(?!I\b|we\b|you\b|it\b|that\b|this\b)(?:(?:my|our|the) \w+ )?\w+ (?:will|can|could|is going to|is|has to|should) (?:\w+ )?(?:\w+ ){0,2}(?:it|that|them|this|those)\b/i;
/** "I will take care of those", "I can take it": says more than "I will do that", so that the thing is enough without a deed before it. */
export const HANDLES =
  /^(?:(?:take care of|see to|deal with|look after|handle|manage|sort) (?:those|them|it)|(?:take|get|keep|have) (?:it|one|them|those|some))\b/i;

/** The modal verb right before a deed. */
export const SOFT_MODAL =
  /\b(should|ought to|can|could|want to|plan to|intend to|mean to|planning to|let me|i)\W*(?:\w+\W+)?$/i;
/** Takes a deed from whoever was about to do it. */
export const TAKES_FROM =
  /\bleave (?:it|that|this) (?:to|with) me\b|^(?:(?:oh|no|wait|actually|stop),? )*(?:let me|I will|I can) (?:do|handle|take care of|see to) (?:it|that|this)\b/i;
/** "No, wait, Tom has it, he will send it": somebody else does what was just promised. */
export const HANDS_ON =
  /^(?:(?:oh|no|wait|actually|sorry|hang on|hold on),? )+(?:.*, )?(?:and |so |then )?(?:he|she|they|(?:my|our|the) \w+|\p{Lu}\p{Ll}+) (?:will|can|is going to|are going to) \w+ (?:it|that|them|this|those|him|her)\b/iu;
/** "Can that be yours?", "Could you see to it?" */
export const TAKE_IT =
  /\b(?:(?:can|could|will|would) (?:that|this|it) be (?:yours|you|for you)|is that (?:one for you|yours|something you can do)|(?:can|could|will|would) you (?:do|take|handle|sort|see to|manage|take care of) (?:it|that|this))\b/i;
