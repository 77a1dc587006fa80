import { describe, expect, it } from 'vitest';
import { contentsOf, factsOf } from './facts.fixture.js';

describe('what the owner says of themselves', () => {
  it.each([
    [
      "I've been allergic to peanuts since I was little.",
      'Sam has been allergic to peanuts since childhood',
      'health',
    ],
    ["I don't eat meat any more.", 'Sam does not eat meat any more', 'preferences'],
    ['Well, I always take the early shift.', 'Sam always takes the early shift', 'work'],
    ['We moved to Portland last month.', 'Sam moved to Portland in April 2026', 'personal'],
    [
      'I have been leading the night crew for three years, and they are great.',
      'Sam has been leading the night crew since 2023 (three years in 2026)',
      'work',
    ],
    ['I wear contact lenses.', 'Sam wears contact lenses', 'health'],
    ['I am scared of spiders.', 'Sam is scared of spiders', 'personal'],
    [
      'Every Sunday I go running with my neighbor.',
      'Sam goes running with their neighbor every Sunday',
      'personal',
    ],
    ['I lost my job at the bakery.', 'Sam lost their job at the bakery', 'work'],
    ['My favorite color is green.', "Sam's favorite color is green", 'preferences'],
    ['My birthday is on the third of July.', "Sam's birthday is on the third of July", 'personal'],
    ['I noticed that I work best with music on.', 'Sam works best with music on', 'preferences'],
    ["I'm allergic to eggs, nuts, and milk.", 'Sam is allergic to eggs, nuts, and milk', 'health'],
  ])('keeps "%s"', (said, content, topic) => {
    expect(factsOf([said])).toEqual([
      expect.objectContaining({ content, topic, subject: 'user', quote: said }),
    ]);
  });

  it.each([
    'I love it.',
    'I like the new logo.',
    'I have meetings all day.',
    'I work late on Friday.',
    'If I lived in Spain, I would drink wine every day.',
    'I might move to Denver next year.',
    'I thought about becoming a vegetarian.',
    'We moved the meeting to Friday.',
    'I want a dog.',
    'I quit early yesterday.',
    'I drive you to the station.',
    'I have a headache today.',
    'Am I allergic to that?',
    'The doctor told me I am allergic to dust.',
    'In the movie I am a spy who lives in Paris.',
    "I'm allergic to meetings. Just kidding.",
    'I will take the early shift tomorrow.',
  ])('keeps nothing of "%s"', (said) => {
    expect(contentsOf(said)).toEqual([]);
  });

  it('joins a short answer with the question before it and cites both', () => {
    const [fact] = factsOf(['> Do you have any allergies?', 'Yes, to shellfish.']);
    expect(fact).toMatchObject({ content: 'Sam is allergic to shellfish', segment_ids: ['s0', 's1'] });
    expect(fact!.quote).toBe('Do you have any allergies? Yes, to shellfish.');
  });

  it('says a thing once, however often it was said', () => {
    expect(contentsOf("I can't stand fish. I never eat fish.", '> Really?', 'I hate fish.')).toEqual([
      'Sam cannot stand fish',
    ]);
  });

  it('does not bring back what the owner threw out', () => {
    expect(factsOf(['I love olives.'], [], ['Sam loves olives'])).toEqual([]);
  });
});

describe("what is said of the owner's people", () => {
  it('names them with their relation', () => {
    expect(contentsOf('My brother Tom works as a nurse in Chicago.')).toEqual([
      "Sam's brother Tom works as a nurse in Chicago",
    ]);
  });

  it('takes the name from what is known already', () => {
    const known = { content: "Rosie is Sam's daughter", subject: 'Rosie', predicate: 'relation' };
    expect(factsOf(['My daughter is allergic to feathers.'], [known])).toEqual([
      expect.objectContaining({
        content: "Sam's daughter Rosie is allergic to feathers",
        subject: 'Rosie',
        topic: 'health',
      }),
    ]);
  });

  it('believes others about them when the relation is stated', () => {
    expect(contentsOf('> Your sister Anna moved to Denver.', 'I know.')).toEqual([
      "Sam's sister Anna moved to Denver",
    ]);
  });

  it('knows who "she" is while the same person speaks', () => {
    expect(contentsOf('My mother is fine. She lives in Ohio.')).toEqual(["Sam's mother lives in Ohio"]);
  });

  it('keeps who somebody is when nothing else is said of them', () => {
    expect(contentsOf('Can my daughter Emma come too?')).toEqual(["Emma is Sam's daughter"]);
  });

  it.each([
    ['> I have a dog called Rex.', '> I live in Boston.'],
    ['> Peter was diagnosed with diabetes.', '> He became a vegetarian.'],
    ['> My son is allergic to bees.', 'Oh dear.'],
  ])('pins nothing on the owner that others say of themselves or their own: %s', (...lines) => {
    expect(contentsOf(...lines, 'Good to know.')).toEqual([]);
  });
});

describe('corrections that mean nothing alone', () => {
  it('knows what "there" was', () => {
    const home = {
      content: 'Sam lives in Madison, on Willow Street',
      subject: 'user',
      predicate: 'residence',
    };
    expect(factsOf(["Oh no, we don't live there any more."], [home])).toEqual([
      expect.objectContaining({ content: 'Sam no longer lives in Madison', predicate: 'residence' }),
    ]);
  });

  it('knows what moved to another day', () => {
    const choir = { content: "Sam's choir practice is on Mondays", subject: 'user', predicate: 'schedule' };
    const facts = factsOf(['> Is your choir practice still on Mondays?', "No, it's Tuesdays now."], [choir]);
    expect(facts.map((fact) => fact.content)).toEqual(["Sam's choir practice is on Tuesdays"]);
  });
});

describe('talk in which voices could not be told apart', () => {
  it('keeps nothing of a broadcast', () => {
    expect(
      contentsOf(
        '? Welcome back to the show. I have been a beekeeper for twenty years.',
        '? I live in Ohio.',
      ),
    ).toEqual([]);
  });

  it('takes a note to oneself for the owner', () => {
    expect(contentsOf('? I have been learning Spanish since March.')).toEqual([
      'Sam has been learning Spanish since March 2026',
    ]);
  });

  it('leaves out what is said by somebody who calls the owner by name', () => {
    expect(contentsOf('? Hello, Sam. I moved to Boston last year.', '? Did you? How is it?')).toEqual([]);
  });

  it('believes the one who gives the owner’s name', () => {
    expect(contentsOf('? How can I help you?', '? My name is Sam Whitlock. I live in Madison.')).toContain(
      'Sam lives in Madison',
    );
  });
});

describe('facts beside what is not stated', () => {
  it.each([
    ["If I could I'd eat more cheese, but I am lactose intolerant.", 'Sam is lactose intolerant'],
    [
      'I worked as a waiter for three years, so if you need help, call me.',
      'Sam worked as a waiter for three years',
    ],
    ["I'm allergic to sesame, could you tell the cook?", 'Sam is allergic to sesame'],
    ["If I'm honest, I hate olives.", 'Sam hates olives'],
    ['It does me good, so from now on I only eat fish.', 'Sam only eats fish'],
    ['From now on I will never eat meat.', 'Sam never eats meat'],
    ['I used to be a nurse.', 'Sam used to be a nurse'],
  ])('keeps the fact in "%s"', (said, content) => {
    expect(contentsOf(said)).toEqual([content]);
  });

  it.each([
    "I'm allergic to sesame, aren't I?",
    'If I moved to Spain, I would drink wine.',
    'Did you know, am I allergic to sesame, or what is it?',
    'I wish I lived in Denver, but if I lived in Denver I would miss you.',
  ])('keeps nothing of "%s"', (said) => {
    expect(contentsOf(said)).toEqual([]);
  });

  it('tells a fact about a relative by pronoun after a plan that was given up', () => {
    expect(factsOf(["We'd stay with my brother Tom, but he lives in Boston."])).toEqual([
      expect.objectContaining({ content: "Sam's brother Tom lives in Boston", subject: 'Tom' }),
    ]);
  });

  it('does not take "she" for a brother', () => {
    expect(contentsOf("We'd stay with my brother, but she lives in Boston.")).toEqual([]);
  });
});

describe('pronouns for things', () => {
  it('says a thing once that is named and then spoken of', () => {
    expect(contentsOf("I can't take aspirin, I'm allergic to it.")).toEqual(['Sam is allergic to aspirin']);
  });

  it('puts the thing that was named just before in their place', () => {
    expect(contentsOf('> Is there any garlic in it?', "Careful, I'm allergic to it.")).toEqual([
      'Sam is allergic to garlic',
    ]);
    expect(contentsOf('> Would you like some olives?', "No, I can't stand them.")).toEqual([
      'Sam cannot stand olives',
    ]);
  });

  it('cites the sentence that named the thing', () => {
    expect(factsOf(['> Would you like some olives?', "No, I can't stand them."])).toEqual([
      expect.objectContaining({
        segment_ids: ['s0', 's1'],
        quote: "Would you like some olives? No, I can't stand them.",
      }),
    ]);
  });

  it('keeps nothing when nobody knows what they stand for', () => {
    expect(contentsOf("Look at that. I'm allergic to it.")).toEqual([]);
  });
});

describe('people by name', () => {
  it('keeps what the owner says of the allergies of anyone', () => {
    expect(factsOf(['Paul is allergic to shrimp, did you tell the cook?'])).toEqual([
      expect.objectContaining({ content: 'Paul is allergic to shrimp', subject: 'Paul' }),
    ]);
  });

  it('keeps a correction about somebody who is remembered already, whoever says it', () => {
    const known = { content: 'Paul is allergic to shrimp', subject: 'Paul', predicate: 'allergy' };
    expect(factsOf(['> So Paul is allergic to mussels, not to shrimp.', 'Right.'], [known])).toEqual([
      expect.objectContaining({ content: 'Paul is allergic to mussels, not to shrimp', subject: 'Paul' }),
    ]);
  });

  it('knows a relative by name though voices are unknown, and whenever the relation is told', () => {
    const lines = [
      '? Please bring no nuts, Anna is allergic to almonds.',
      '? Fine. And who is Anna?',
      '? She is my daughter. My daughter Anna is nine.',
    ];
    expect(contentsOf(...lines)).toContain("Sam's daughter Anna is allergic to almonds");
  });
});
