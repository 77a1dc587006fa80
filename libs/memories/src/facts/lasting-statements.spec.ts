import { describe, expect, it } from 'vitest';
import { contentsOf, factsOf } from './facts.fixture.js';

describe('what holds for long', () => {
  it.each([
    ['I started eating cheese again this month.', 'Sam started eating cheese again in May 2026'],
    ["I haven't touched sugar since January.", 'Sam has not touched sugar since January 2026'],
    ['I steer clear of garlic.', 'Sam steers clear of garlic'],
    ["I've got Tuesdays off now.", 'Sam has Tuesdays off'],
    ["I'm part time, three mornings.", 'Sam is part time, three mornings'],
    ['We no longer have a landline.', 'Sam no longer has a landline'],
    ['I swapped my car for a cargo bike.', 'Sam swapped their car for a cargo bike'],
    ["I've worn glasses since I was five.", 'Sam has worn glasses since the age of five'],
    ['I used to dance with a circus.', 'Sam used to dance with a circus'],
    ["I've switched from beer to mint tea.", 'Sam has switched from beer to mint tea'],
    ['I take lisinopril.', 'Sam takes lisinopril'],
    ['I much prefer the mountains to the sea.', 'Sam prefers the mountains to the sea'],
    ["I'm saving for a sailboat.", 'Sam is saving for a sailboat'],
    ['Blue is my favorite color.', "Sam's favorite color is Blue"],
    ["I've cut down to one coffee a day.", 'Sam has cut down to one coffee a day'],
    ["I'm a light sleeper.", 'Sam is a light sleeper'],
    ['I was made redundant in April.', 'Sam was made redundant in April 2026'],
    ['I go to bed at nine.', 'Sam goes to bed at nine'],
    ["We've stopped going to church.", 'Sam has stopped going to church'],
    ["We've bought a place in Leith.", 'Sam has bought a place in Leith'],
    ['My doctor put me on beta blockers.', 'Sam is on beta blockers'],
    ['I had to give up tennis because of my elbow.', 'Sam gave up tennis'],
    ["I've never been on a plane.", 'Sam has never been on a plane'],
    ["I'm treasurer of the rowing club.", 'Sam is treasurer of the rowing club'],
    ["I'm with a housing charity now.", 'Sam is with a housing charity'],
    ['I took over the bakery.', 'Sam took over the bakery'],
    ["I'm back to full time.", 'Sam is back to full time'],
    ['My hay fever is back.', 'Sam has hay fever'],
    ['Every Friday I call my mother.', 'Sam calls their mother every Friday'],
    ['I go through a bag of crisps every shift.', 'Sam goes through a bag of crisps every shift'],
    ["I won the county bakers' trophy in March.", "Sam won the county bakers' trophy in March 2026"],
    ['I get awfully carsick, always have.', 'Sam gets awfully carsick'],
    ['I do my best writing before dawn.', 'Sam does their best writing before dawn'],
    [
      'I study better when nobody talks, the television has to be off.',
      'Sam studies better when nobody talks',
    ],
    ['I practise family law now.', 'Sam practises family law'],
    ["My cousin's in his final year of drama school.", "Sam's cousin is in his final year of drama school"],
    [
      "I've started teaching a sewing class on Tuesday evenings.",
      'Sam has started teaching a sewing class on Tuesday evenings',
    ],
  ])('keeps "%s"', (said, content) => {
    expect(contentsOf(said)).toEqual([content]);
  });

  it.each([
    ['Cheese gives me headaches.', 'Cheese gives Sam headaches', 'health'],
    ['Wool makes my skin itch.', "Wool makes Sam's skin itch", 'health'],
    ['Nothing calms me down like ironing.', 'Nothing calms Sam down like ironing', 'preferences'],
  ])('keeps what things do to the owner: "%s"', (said, content, topic) => {
    expect(factsOf([said])).toEqual([expect.objectContaining({ content, topic, subject: 'user' })]);
  });

  it.each([
    ['Judo, every Tuesday, I never miss it.', 'Sam has judo every Tuesday'],
    [
      'In six years as a courier I have never been late.',
      'Sam has been a courier since 2020 (six years in 2026)',
    ],
    [
      'Three years my niece has been living with us now.',
      "Sam's niece has been living with Sam since 2023 (three years in 2026)",
    ],
    ['Did I mention that I won a scholarship?', 'Sam won a scholarship'],
    ["Have I told you we've moved to Bristol?", 'Sam has moved to Bristol'],
    ['Eucalyptus. I cannot sleep without it.', 'Sam cannot sleep without eucalyptus'],
    ['My knees hurt, so no more running for me.', 'Sam has given up running'],
    ['Choir on Thursdays it is, then.', 'Sam has choir on Thursdays'],
    ['Gave up smoking in March.', 'Sam gave up smoking in March 2026'],
    ['Somebody scratched my old green Fiat.', 'Sam has an old green Fiat'],
    ['Our house is on Quarry Road.', "Sam's house is on Quarry Road"],
  ])('fills in what "%s" leaves out', (said, content) => {
    expect(contentsOf(said)).toEqual([content]);
  });

  it.each([
    'This song makes me happy.',
    'That gives me an idea.',
    'You make me laugh.',
    'I have a meeting every Friday.',
    'Rent, due every month.',
    'My car is at the garage.',
    "I've been waiting for an hour.",
    'I stopped at the shop.',
    "I've stopped the washing machine.",
    'I start at the far end.',
    "I'm allergic to Mondays, ha ha.",
    'My daughter is at a party.',
    "I'm on antibiotics until Sunday.",
    'We are down to two chairs.',
    'I dropped my phone.',
    'I was going to buy a boat.',
    'Did I tell you about the leak?',
    'Did I tell you I might move to York?',
    'After three years as a waiter I had enough.',
    'I won two tickets to the opera.',
    "My brother's in hospital.",
  ])('keeps nothing of "%s"', (said) => {
    expect(contentsOf(said)).toEqual([]);
  });

  it('never makes a statement of more than fifteen words', () => {
    const [content] = contentsOf(
      'I teach a pottery class for children and their parents at the old community centre behind the church on Mondays.',
    );
    expect(content!.split(' ').length).toBeLessThanOrEqual(15);
    expect(content).toContain('pottery');
  });
});

describe("the owner's people", () => {
  it.each([
    ["Dad can't eat grapefruit.", "Sam's dad cannot eat grapefruit"],
    ['My eldest, Clara, is studying law in Vienna.', "Sam's eldest Clara is studying law in Vienna"],
    ['Ines, my flatmate, works for the railway.', "Sam's flatmate Ines works for the railway"],
    ["My sister Ruth's moved to Leeds.", "Sam's sister Ruth has moved to Leeds"],
    [
      'The kids are with their father every other weekend.',
      "Sam's kids are with their father every other weekend",
    ],
    ['My parents are well. They live in Cork.', "Sam's parents live in Cork"],
    ["Nora won't touch mushrooms.", 'Nora does not touch mushrooms'],
    ['My mother-in-law has moved in with us.', "Sam's mother-in-law has moved in with Sam"],
    ["The dog is called Biscuit. He's a whippet.", "Sam's dog Biscuit is a whippet"],
    ["It's far to his house in Hull, and my uncle lives there alone.", "Sam's uncle lives in Hull alone"],
  ])('are told of in "%s"', (said, content) => {
    expect(contentsOf(said)).toContain(content);
  });

  it('are not meant when somebody is called', () => {
    expect(contentsOf('Thanks, Curtis. He moved to Leeds.')).toEqual([]);
    expect(contentsOf('Mum, where is it?')).toEqual([]);
  });

  it('keep what others say of the owner by name', () => {
    expect(contentsOf("> Sam's afraid of snakes.", 'Ever since school.')).toEqual([
      'Sam is afraid of snakes',
    ]);
    expect(contentsOf('> Sam likes this one.', 'Hm.')).toEqual([]);
  });

  it('are who "she" was named as just before', () => {
    expect(contentsOf("Right, Hannah. She's working in Lisbon.")).toEqual(['Hannah is working in Lisbon']);
  });
});
