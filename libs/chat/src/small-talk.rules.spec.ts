import { expect, it } from 'vitest';
import { smallTalkReply } from './small-talk.rules.js';

it.each(['Hello!', 'hi there', 'Thanks a lot.', 'Good night', 'How are you?', 'What can you do?', 'ok'])(
  'replies to "%s"',
  (message) => {
    expect(smallTalkReply(message)).not.toBeNull();
  },
);

it.each([
  'Hello, when is my appointment?',
  'Thanks, and who called yesterday?',
  'What is up with the roof?',
  'Who are you meeting tomorrow, did Anna say?',
  'yes',
  '',
])('takes "%s" for something that needs memory', (message) => {
  expect(smallTalkReply(message)).toBeNull();
});
