import { describe, expect, it } from 'vitest';
import { decideRelevance, judgeRelevance } from './relevance.rules.js';
import { talkOf } from './talk.fixture.js';

describe('the deterministic tiers', () => {
  it.each([
    ['empty_transcript', 'Sam: …'],
    ['mic_check', 'Sam: Testing, testing. One, two, three. Can you hear me?'],
    ['mic_check', 'Sam: Testing, testing, one, two, three. Deload. Ok, test, test, one, two.'],
    [
      'mic_check',
      'Sam: Is it on? One two, one two. La la la.\nSam: Red light, yes. Check, check. A bit louder now. Hello.',
    ],
    ['filler_only', 'Sam: Yeah.\nAnna: Okay, sure, sounds good. Thanks.'],
    ['no_content_words', 'Sam: I was there with you.\nAnna: It is what it is.'],
  ])('discard as %s', (reason, script) =>
    expect(decideRelevance(talkOf(script))).toEqual({ verdict: 'discard', reason }),
  );

  it('keep a reminder however short', () => {
    expect(decideRelevance(talkOf('Sam: Remind me to buy milk.'))).toEqual({
      verdict: 'keep',
      reason: 'explicit_reminder',
    });
  });

  it('keep more than a hundred words, unless all of them are fillers', () => {
    expect(decideRelevance(talkOf(`Sam: ${'The garden needs new plants. '.repeat(21)}`))).toEqual({
      verdict: 'keep',
      reason: 'substantial_length',
    });
    expect(decideRelevance(talkOf(`Sam: ${'Yeah, okay, sure. '.repeat(40)}`))).toEqual({
      verdict: 'discard',
      reason: 'filler_only',
    });
  });

  it.each([
    ['a script they cannot read', 'Sam: Завтра в девять.'],
    ['a number', 'Sam: It is 42.'],
    ['a name', 'Sam: That was Karen.'],
    ['a lone yes', 'Sam: Yes.'],
  ])('leave %s to judgement', (_, script) => expect(decideRelevance(talkOf(script))).toBeNull());

  it.each([
    ['keep', 'substantial_length', 'The landlord changes the boiler.'],
    ['discard', 'filler_only', 'Yeah.'],
  ])('%s what is long for %s, however much filler comes first', (verdict, reason, end) => {
    const script = `Sam: ${'okay yeah right '.repeat(50)}\nAnna: ${end}`;
    expect(decideRelevance(talkOf(script))).toEqual({ verdict, reason });
  });

  it('count wide scripts by characters', () => {
    expect(decideRelevance(talkOf(`Sam: ${'会議'.repeat(80)}`))?.verdict).toBe('keep');
  });
});

describe('judgement', () => {
  it.each([
    [
      'Television: And welcome back to the show, everybody!\nAdvert: Softer towels, brighter mornings.\nSam: Yeah. Whatever.',
      'background',
    ],
    [
      'Television: And we will be right back, folks!\nAdvert: Brighter shirts, happier mornings.\nSam: Sure they will.',
      'background',
    ],
    [
      'Television: Who wins tonight? Give it up for the last two!\nAdvert: Your carpet will thank you.\nSam: Oh, come on.',
      'background',
    ],
    ['Anna: Look at that.\nSam: Funny.', 'chatter'],
  ])('discards %s', (script, reason) =>
    expect(judgeRelevance(talkOf(script))).toEqual({ keep: false, reason }),
  );

  it.each([
    'Anna: The meeting is moved to Friday at ten.\nSam: Okay.',
    'Sam: I am allergic to nuts.',
    'Anna: The final round of the chess cup is on Friday. Will you come?\nSam: I will be there.',
    'Sam: That was Karen from the bank.',
    'Sam: Завтра в девять.',
  ])('keeps %s', (script) => expect(judgeRelevance(talkOf(script)).keep).toBe(true));
});
