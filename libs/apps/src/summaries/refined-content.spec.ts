import { expect, it } from 'vitest';
import { refinedContent } from './refined-content.js';

const INPUT = {
  turns: [
    { speaker: 'You', isUser: true, text: 'The password of the router is swordfish99.' },
    { speaker: 'Speaker 1', isUser: false, text: 'I will mow the lawn on Sunday.' },
  ].map((turn, at) => ({ ...turn, segmentIds: [`s${at}`], start: at, end: at + 1 })),
  startedAtMs: 0,
  timeZone: 'UTC',
  language: 'en',
  ownerName: 'Sam',
};
const refined = (text: string) => refinedContent(text, INPUT);

it('takes a text out of the code block that is all around it, and leaves others in it', () => {
  expect(refined('```markdown\n- The lawn\n```\n')).toBe('- The lawn');
  expect(refined('  ```\nThe lawn\n```')).toBe('The lawn');
  expect(refined('The lawn:\n```\nmow\n```')).toBe('The lawn:\n```\nmow\n```');
});

it('keeps the shape of lists, and no label of a voice', () => {
  expect(refined('1. Speaker 1 mows\n   - the lawn of SPEAKER_01')).toBe(
    '1. Someone mows\n   - the lawn of someone',
  );
});

it('leaves out lines with secrets, links and names that nobody said', () => {
  const text = ['- The lawn is mown.', '- It is swordfish99.', '- See www.lawn.example', '- Margaret mows.'];
  expect(refined(text.join('\n'))).toBe('- The lawn is mown.');
});

it('is empty when only headings are left', () => {
  expect(refined('## Passwords\n\n- swordfish99')).toBe('');
  expect(refined(' \n ')).toBe('');
});

it('is no longer than an owner may write one', () => {
  expect(refined('lawn '.repeat(3_000))).toHaveLength(10_000);
});
