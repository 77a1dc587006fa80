import { describe, expect, it } from 'vitest';
import { tasksIn } from './tasks.fixture.js';

describe('work that two share', () => {
  it("gives the owner the owner's part, once the other agrees", () => {
    expect(
      tasksIn(
        'Sam: I paint the fence, and you mow the lawn.\nAnna: Deal. When do you start?\nSam: Give me until Sunday.',
      ),
    ).toEqual(['Paint the fence @ 2026-03-08']);
    expect(tasksIn('Sam: I paint the fence, and you mow the lawn.\nAnna: No, that is unfair.')).toEqual([]);
  });

  it('gives the owner the part that the other leaves to the owner', () => {
    expect(tasksIn('Anna: I buy the drinks, and you bring the glasses.\nSam: Okay.')).toEqual([
      'Bring the glasses',
    ]);
    expect(tasksIn('Anna: You wash the car and I clean the windows.\nSam: Agreed.')).toEqual([
      'Wash the car',
    ]);
  });

  it('is not what both did or like', () => {
    expect(tasksIn('Anna: I painted the fence, and you mowed the lawn.\nSam: Right.')).toEqual([]);
  });
});

describe('an offer', () => {
  it.each([
    [
      'Sam: Do you need the ladder? I can bring it round on Saturday.\nAnna: Bless you.',
      ['Bring the ladder round @ 2026-03-07'],
    ],
    ['Sam: Shall I find the address and text it to you?\nAnna: Please do.', ['Find the address and text it']],
    [
      'Anna: The committee wants the signed lease.\nSam: I can scan it by tomorrow.\nAnna: Perfect. You do not have to come in.',
      ['Scan the lease @ 2026-03-06'],
    ],
  ])('holds when it is welcome: %s', (script, expected) => expect(tasksIn(script)).toEqual(expected));

  it('falls when it is declined', () => {
    expect(
      tasksIn('Sam: I can bring the ladder round on Saturday.\nAnna: You do not need to, I have one.'),
    ).toEqual([]);
  });
});

describe('who does it in the end', () => {
  it.each([
    [
      "Anna: I'd better phone the school.\nSam: No, leave it to me. I'll ring them tomorrow.",
      ['Phone the school @ 2026-03-06'],
    ],
    [
      'Anna: Shall I send the reminder or do you?\nSam: I will do it. Tonight.',
      ['Send the reminder @ 2026-03-05'],
    ],
    [
      "Anna: Somebody has to warn the painter.\nSam: I'll call him tonight.",
      ['Warn the painter @ 2026-03-05'],
    ],
    [
      'Sam: I should have returned the drill last week. I will do it on Sunday.\nAnna: Please.',
      ['Return the drill @ 2026-03-08'],
    ],
    [
      "Anna: Did you get round to fixing the gate?\nSam: No, but I'm doing it tomorrow.",
      ['Fix the gate @ 2026-03-06'],
    ],
    [
      'Anna: The agent wants an answer.\nSam: I will sleep on it and ring her tomorrow.',
      ['Ring the agent @ 2026-03-06'],
    ],
    ['Anna: Please see a dentist, will you?\nSam: I will.', ['See a dentist']],
    [
      'Anna: The Hansen contract. When does it go out?\nSam: I will send it on Monday.',
      ['Send the Hansen contract @ 2026-03-09'],
    ],
    [
      "Anna: Please tell the guests that Friday's walk is cancelled.\nSam: Will do.",
      ["Tell the guests that Friday's walk is cancelled"],
    ],
  ])('is the owner: %s', (script, expected) => expect(tasksIn(script)).toEqual(expected));

  it.each([
    'Sam: I will send you the address. No, wait, Tom has it, he will send it to you.\nAnna: Fine.',
    'Sam: I will print the tickets tonight.\nAnna: No need, they scan the phone.',
    'Sam: I will bring the speakers. No, Otto brings them.\nAnna: Fine.',
    'Anna: Would you run the grill on Sunday?\nSam: If I am in town, sure.',
    'Anna: What will you tell Otto?\nSam: I am not sure.',
    'Sam: I was going to paint the shed. But the weather is bad.\nAnna: True.',
    'Anna: I will write the report on the weekend.\nSam: Fine. And the photos?',
  ])('is nobody, or another: %s', (script) => expect(tasksIn(script)).toEqual([]));
});
