/** Kinds of messages that need no memory to answer. */
type SmallTalk = 'greeting' | 'thanks' | 'farewell' | 'wellbeing' | 'about_me';

const PATTERNS: readonly (readonly [RegExp, SmallTalk])[] = [
  [
    /^(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|greetings|yo)(?: there| mneme| again)*$/,
    'greeting',
  ],
  [
    /^(?:ok(?:ay)? )?(?:thanks|thank you|thx|cheers|much appreciated)(?: (?:a lot|so much|very much|mneme|again))*$/,
    'thanks',
  ],
  [/^(?:bye|goodbye|good night|see you|see you later|later|take care)(?: mneme)*$/, 'farewell'],
  [
    /^(?:(?:hi|hello|hey) )?(?:how are you|how is it going|how's it going|what's up|how do you do)(?: doing)?(?: today)?$/,
    'wellbeing',
  ],
  [/^(?:who are you|what are you|what can you do|what do you do|help)$/, 'about_me'],
  [/^(?:ok|okay|cool|great|nice|perfect|good|alright|fine|got it|i see|lol|haha)$/, 'thanks'],
];

const REPLIES: Readonly<Record<SmallTalk, string>> = {
  greeting: 'Hello! Ask me about anything you have said or heard.',
  thanks: 'You are welcome.',
  farewell: 'Goodbye. I keep listening whenever you record.',
  wellbeing: 'All is well, thank you. What would you like to remember?',
  about_me:
    'I am Mneme. I keep your conversations, remember the facts worth keeping, and answer questions about them with the place where it was said.',
};

/** Told apart by the whole message, so that a greeting with a question behind it is a question. Null when memory may be needed. */
export function smallTalkReply(message: string): string | null {
  const plain = message
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}' ]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const kind = PATTERNS.find(([pattern]) => pattern.test(plain))?.[1];
  return kind ? REPLIES[kind] : null;
}
