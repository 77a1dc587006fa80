import { describe, expect, it } from 'vitest';
import { contradicts } from '../resolution/conflict.rules.js';
import type { KnownFact } from './fact.js';
import { contentsOf, factsOf } from './facts.fixture.js';

const known = (content: string, predicate: string, subject = 'user'): KnownFact => ({
  content,
  predicate,
  subject,
});

describe('what changes something that is remembered', () => {
  it.each<[string, KnownFact, string]>([
    [
      "I've handed in my notice at the brewery.",
      known('Sam works at the Halden brewery', 'employer'),
      'Sam has handed in their notice at the brewery',
    ],
    [
      'We got the keys to the cottage in Ripon on Friday.',
      known('Sam lives in Leeds', 'residence'),
      'Sam got the keys to the cottage in Ripon in May 2026',
    ],
    [
      'Biscuit had to be put down last week.',
      known('Sam has a dog, Biscuit', 'pet'),
      "Sam's dog Biscuit was put down in May 2026",
    ],
    [
      "My birthday's not the fourteenth, it's the fifteenth.",
      known("Sam's birthday is on the fourteenth of May", 'birthday'),
      "Sam's birthday is the fifteenth, not the fourteenth",
    ],
    [
      "They've moved choir to Wednesdays.",
      known("Sam's choir practice is on Tuesdays", 'schedule'),
      "Sam's choir is on Wednesdays",
    ],
    [
      "Turns out I'm not allergic to penicillin after all.",
      known('Sam is allergic to penicillin', 'allergy'),
      'Sam is not allergic to penicillin after all',
    ],
    ['I eat meat again.', known('Sam is vegetarian', 'diet'), 'Sam eats meat'],
    [
      "I'm back in the office five days a week now.",
      known('Sam works from home', 'work_arrangement'),
      'Sam is back in the office five days a week',
    ],
    ['I cycle in these days.', known('Sam takes the bus to work', 'commute'), 'Sam cycles in'],
    [
      'Hugo moved out on Saturday.',
      known('Sam shares a flat with Hugo', 'household'),
      'Hugo moved out in May 2026',
    ],
    [
      'The doctor took me off the statins.',
      known('Sam takes statins for cholesterol', 'medication'),
      'Sam is off the statins',
    ],
    [
      'I had to pull out of the half marathon.',
      known('Sam is training for the Leeds half marathon', 'learning'),
      'Sam pulled out of the half marathon',
    ],
    [
      "Mum's in a care home now.",
      known("Sam's mother lives alone in Swindon", 'residence', 'mother'),
      "Sam's mum is in a care home",
    ],
    [
      "I've come round to cilantro, I put it on everything.",
      known('Sam hates cilantro', 'distaste'),
      'Sam likes cilantro',
    ],
    [
      'Tom came back from Perth for good in January.',
      known("Sam's brother Tom lives in Perth", 'residence', 'Tom'),
      "Sam's brother Tom came back from Perth for good in January 2026",
    ],
    [
      'Rosie started school this week.',
      known("Sam's daughter Rosie is at nursery", 'school', 'Rosie'),
      "Sam's daughter Rosie started school in May 2026",
    ],
    ['From now on I sing tenor.', known('Sam sings alto', 'hobby'), 'Sam sings tenor'],
  ])('"%s" takes the place of "%o"', (line, old, content) => {
    const facts = factsOf([line], [old]);
    expect(facts.map((fact) => fact.content)).toEqual([content]);
    expect(contradicts(facts[0]!, old)).toBe(true);
  });

  it('names the old days and says the new one', () => {
    const old = known('Sam looks after the children on Tuesdays and Thursdays', 'habit');
    const lines = ["I don't have them on Tuesdays and Thursdays any more.", "It's only Mondays now."];
    expect(factsOf(lines, [old]).map((fact) => fact.content)).toContain(
      'Sam looks after the children on Mondays',
    );
  });

  it('is not an appointment that moves once', () => {
    const old = known('Sam plays badminton on Tuesdays', 'hobby');
    expect(factsOf(['Badminton is fine, but my appointment is now on Wednesday the eighth.'], [old])).toEqual(
      [],
    );
  });

  it.each([
    'I left the office at six.',
    'I stopped at the brewery on the way.',
    'I lost my keys at the brewery.',
    'The brewery was closed when I got there.',
  ])('is not a moment at the same place: "%s"', (line) => {
    const old = [
      known('Sam works at the Halden brewery', 'employer'),
      known("Sam's office is on Mill Lane", 'workplace'),
    ];
    const facts = factsOf([line], old);
    expect(facts.filter((fact) => old.some((one) => contradicts(fact, one)))).toEqual([]);
  });

  it('takes no room from what is new', () => {
    const old = [
      known('Sam works from home', 'work_arrangement'),
      known('Sam has a cat, Mog', 'pet'),
      known('Sam goes running every morning', 'hobby'),
    ];
    const lines = [
      "I've rented a desk in an office on Mill Lane.",
      'Mog died a fortnight ago.',
      "I don't run any more.",
      'I am allergic to walnuts.',
      'I play the oboe.',
    ];
    expect(factsOf(lines, old)).toHaveLength(lines.length);
  });
});

describe('what is told of oneself in other forms', () => {
  it.each([
    ['Two weeks ago my mother moved to Harbor View.', "Sam's mother moved to Harbor View"],
    ['They made me head baker last week.', 'Sam was made head baker in May 2026'],
    ["I'd take the slow train over a plane any day.", 'Sam prefers the slow train to a plane'],
    ['I can only write properly in complete silence.', 'Sam can only write properly in complete silence'],
    [
      'I rowed nine miles in April, the furthest I have ever gone.',
      'Sam rowed nine miles in April, the furthest ever',
    ],
    ['The first song I ever recorded came out in March.', 'Sam recorded their first song'],
    ['My grandfather practically raised me.', "Sam's grandfather practically raised Sam"],
    ['I have spinal stenosis.', 'Sam has spinal stenosis'],
    ['I walk with a cane.', 'Sam walks with a cane'],
    ['I swim on Monday and Friday mornings.', 'Sam swims on Monday and Friday mornings'],
  ])('"%s"', (line, content) => {
    expect(contentsOf(line)).toEqual([content]);
  });
});

describe('what animals are called', () => {
  it.each<[string[], string[]]>([
    [
      ['We got a dog.', '> Lovely! What is he called?', 'Biscuit, after the tin.'],
      ['Sam got a dog, Biscuit'],
    ],
    [
      ['I have a kitten. I brought her home on Sunday, and her name is Marmalade.'],
      ['Sam has a kitten, Marmalade'],
    ],
    [["> And how's the new cat?", 'She owns the place. I called her Pixel.'], ["Pixel is Sam's cat"]],
    [['> Is the dog due for his jab?', 'He is. Thirteen years old, our Biscuit.'], ["Biscuit is Sam's dog"]],
    [["Only my old Labrador. Bruno's nearly deaf."], ["Bruno is Sam's labrador"]],
    [['The dog next door barks. Anna is angry about it.'], []],
  ])('is learned from %j', (lines, contents) => {
    expect(contentsOf(...lines)).toEqual(contents);
  });
});

describe('a pronoun for what is remembered', () => {
  it.each<[string[], KnownFact, string]>([
    [
      ['You know how cold water used to frighten me? Well, now I adore it.'],
      known('Sam is afraid of cold water', 'fear'),
      'Sam adores cold water',
    ],
    [
      ["> How's the allotment? Still growing leeks?", 'It got too much for us. We handed it back in March.'],
      known('Sam has an allotment', 'place'),
      'Sam handed back the allotment in March 2026',
    ],
    [
      ['> I brought you liquorice!', "That's kind, but I can't stand it these days."],
      known('Sam loves liquorice', 'taste'),
      'Sam cannot stand liquorice',
    ],
  ])('in %j changes "%o"', (lines, old, content) => {
    const facts = factsOf(lines, [old]);
    expect(facts.map((fact) => fact.content)).toEqual([content]);
    expect(contradicts(facts[0]!, old)).toBe(true);
  });

  it('is not guessed when nothing comes of it', () => {
    const old = known('Sam loves liquorice', 'taste');
    expect(factsOf(['> I brought you liquorice!', 'Put it on the table.'], [old])).toEqual([]);
  });
});

it('tells what is over and what is done instead as one fact', () => {
  expect(contentsOf("I've stopped jogging. I go swimming twice a week instead.")).toEqual([
    'Sam has stopped jogging and goes swimming twice a week instead',
  ]);
});
