import { describe, expect, it } from 'vitest';
import { contentsOf, factsOf } from './facts.fixture.js';

describe('facts told by answering', () => {
  it.each([
    [
      '> Are you still with the ferry company?',
      'Yes, two days a week.',
      'Sam is with the ferry company two days a week',
    ],
    ['> You sing tenor, right?', 'I do.', 'Sam sings tenor'],
    ['> Do you still teach judo?', 'Every other Friday, yes.', 'Sam teaches judo every other Friday'],
    [
      '> How long have you been at the mill now?',
      'Ten years in August.',
      'Sam has been at the mill since 2016 (ten years in 2026)',
    ],
    ['> How often do you row?', 'Twice a week.', 'Sam rows twice a week'],
    ['> How much do you run?', 'Fifty kilometers a week, give or take.', 'Sam runs fifty kilometers a week'],
    [
      '> Any medication?',
      'Just my asthma inhaler, every evening.',
      'Sam takes their asthma inhaler every evening',
    ],
    ['> Allergies?', 'Only latex, same as ever.', 'Sam is allergic to latex'],
    ['> Any pets?', 'Two cats and a parrot.', 'Sam has two cats and a parrot'],
    ['> Are you still at Abbey Road?', 'Still there.', 'Sam lives at Abbey Road'],
    ['> Where did you grow up?', 'In Malta.', 'Sam grew up in Malta'],
    ['> Still in the choir?', 'Every Monday.', 'Sam is in the choir every Monday'],
  ])('joins "%s" and "%s"', (question, answer, content) => {
    expect(contentsOf(question, answer)).toEqual([content]);
  });

  it.each([
    ['> Do you still keep rabbits?', 'No, not any more.', 'Sam no longer keeps rabbits'],
    ['> Do you smoke?', 'Not any more.', 'Sam no longer smokes'],
    ['> Do you smoke?', 'Never.', 'Sam does not smoke'],
    [
      '> And your brother is still on nights?',
      'No, he is done with that.',
      "Sam's brother is no longer on nights",
    ],
  ])('knows what is over from "%s" "%s"', (question, answer, content) => {
    expect(contentsOf(question, answer)).toEqual([content]);
  });

  it('prefers what took the place to what is over', () => {
    expect(contentsOf('> Are you still living in Bath?', 'No, we live in York now.')).toEqual([
      'Sam lives in York',
    ]);
  });

  it('knows of whom an answer without a subject tells', () => {
    expect(
      contentsOf('My niece Ella is lovely.', '> How is Ella?', 'Practicing on the harp every evening.'),
    ).toEqual(["Sam's niece Ella is practicing on the harp every evening"]);
    expect(contentsOf('> What does your husband do?', "He's a piano tuner.")).toEqual([
      "Sam's husband is a piano tuner",
    ]);
  });

  it.each([
    ['> Are you still there?', 'Yes.'],
    ['> Have you got a minute?', 'Sure.'],
    ['> Are you coming tomorrow?', 'Yes.'],
    ['> Do you still want the soup?', 'Yes, please.'],
    ['> Did you live in Rome?', 'Maybe I did.'],
    ['> Do you have a ladder?', 'Yes, but it is broken.'],
  ])('keeps nothing of "%s" "%s"', (question, answer) => {
    expect(contentsOf(question, answer)).toEqual([]);
  });

  it('cites question and answer', () => {
    expect(factsOf(['> Allergies?', 'Only latex.'])).toEqual([
      expect.objectContaining({ segment_ids: ['s0', 's1'], quote: 'Allergies? Only latex.' }),
    ]);
  });
});

describe('what answers leave to the question', () => {
  it('is the thing that was given up', () => {
    expect(contentsOf('> And the motorbike, does it run again?', 'It did, and then we sold it.')).toEqual([
      'Sam sold the motorbike',
    ]);
  });

  it('is the place that is described', () => {
    expect(contentsOf('> Is your studio far?', "It's above the old cinema.")).toEqual([
      "Sam's studio is above the old cinema",
    ]);
    expect(contentsOf('> And the shop, is it still by the station?', 'No. We are on Mill Lane now.')).toEqual(
      ["Sam's shop is on Mill Lane"],
    );
  });
});
