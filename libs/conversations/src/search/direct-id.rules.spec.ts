import { expect, it } from 'vitest';
import { directIdIn } from './direct-id.rules.js';

const ID = '0195f8a2-1b3c-7d4e-8f50-123456789abc';

it.each([
  ['an id', ID, ID],
  ['an id in capitals, with spaces around', `  ${ID.toUpperCase()} `, ID],
  ['a named id', `conversation:${ID}`, ID],
  ['an id that is no UUID, when it is named', 'conversation:c-1', 'c-1'],
  ['the address of a shared page', `https://h.omi.me/conversations/${ID}?x=1`, ID],
  ['the address of the reference’s page', `https://h.omi.me/memories/${ID}`, ID],
  ['an id in a sentence', `what about ${ID}?`, null],
  ['the address of something else', `https://example.org/people/${ID}`, null],
  ['words', 'conversation: about boats', null],
  ['nothing', '', null],
])('reads %s', (_, text, id) => {
  expect(directIdIn(text)).toBe(id);
});
