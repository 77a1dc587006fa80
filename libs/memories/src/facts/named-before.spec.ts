import { describe, expect, it } from 'vitest';
import { contentsOf, factsOf } from './facts.fixture.js';

describe('what was named before', () => {
  it.each([
    [
      ["> Is there a medicine you can't take?", "There is, codeine. I'm allergic to it."],
      'Sam is allergic to codeine',
    ],
    [
      ['> Anything you react to?', "Iodine. I'm allergic, I was covered in spots."],
      'Sam is allergic to iodine',
    ],
    [["I mustn't have cortisone, I'm allergic."], 'Sam is allergic to cortisone'],
    [
      ['> What sort of boat have you got?', 'A small red dinghy. I sail it to the island every summer.'],
      'Sam sails a small red dinghy to the island every summer',
    ],
    [['The mandolin is coming along. I took it up in March.'], 'Sam took up the mandolin in March 2026'],
  ])('is what a pronoun or a bare adjective stands for: %j', (lines, content) => {
    expect(contentsOf(...lines)).toContain(content);
  });

  it.each([
    [["> Any food that doesn't agree with you?", 'Raw onions.'], 'Raw onions does not agree with Sam'],
    [
      ['> Is there anything you react badly to? Medicines, materials?', 'Latex.'],
      'Sam reacts badly to latex',
    ],
    [['> Anything new? Allergies?', 'Just pollen.'], 'Sam is allergic to pollen'],
    [["> Is there anything you don't tolerate?", 'Lactose.'], 'Sam does not tolerate lactose'],
    [['> And where are you?', 'Number nine Tanner Street.'], 'Sam lives at number nine Tanner Street'],
  ])('leaves a gap that the answer fills: %j', (lines, content) => {
    expect(contentsOf(...lines)).toContain(content);
  });

  it('does not make a fact of an instruction that is said back', () => {
    expect(contentsOf('> Keep a diary with a mark for the pain.', 'A mark every day, no problem.')).toEqual(
      [],
    );
  });

  it('lets the own words stand for what a question denied', () => {
    const lines = ['> Are you still doing your forty lengths?', "No, I've stopped swimming."];
    expect(contentsOf(...lines)).toEqual(['Sam has stopped swimming']);
  });

  it.each([
    ['We looked at the shed. I grew up with them.'],
    ['> Where are you?', 'In the car park.'],
    ["I'm allergic."],
  ])('is not made up when nothing was named: %j', (...lines) => {
    expect(contentsOf(...lines)).toEqual([]);
  });
});

describe('ways that changed', () => {
  it.each([
    ['I take the bus these days.', 'Sam takes the bus'],
    ['I translate cookery books now.', 'Sam translates cookery books'],
    ['I row on the river instead.', 'Sam rows on the river instead'],
    ["I'm not on nights any more.", 'Sam is not on nights any more'],
    [
      'Eleven years I have baked in this hotel, believe me.',
      'Sam has baked in the hotel since 2015 (eleven years in 2026)',
    ],
    [
      "It'll be two years in June that I've worked evenings in this cinema.",
      'Sam has worked evenings in the cinema since 2024 (two years in 2026)',
    ],
    ['They picked me to head the French department.', 'Sam was picked to head the French department'],
    [
      'I stepped down as chair of the allotment society.',
      'Sam stepped down as chair of the allotment society',
    ],
    ['My museum tours are on Saturdays now.', "Sam's museum tours are on Saturdays"],
    ["What I can't bear is aniseed.", 'Sam cannot stand aniseed'],
    ['Wine is a thing of the past for me.', 'Sam has given up wine'],
    ['My bicycle was stolen.', "Sam's bicycle was stolen"],
  ])('are kept from "%s"', (said, content) => {
    expect(contentsOf(said)).toEqual([content]);
  });

  it("tells of what is gone only when it is known to be the owner's", () => {
    const known = [{ content: 'Sam has a gas furnace', subject: 'user', predicate: 'ownership' }];
    const said = ['The furnace is gone, they put in a heat pump.'];
    expect(factsOf(said, known).map(({ content }) => content)).toEqual(["Sam's furnace is gone"]);
    expect(factsOf(said)).toEqual([]);
  });

  it.each([
    'I get it now.',
    'My phone is dead.',
    'I close the door now.',
    'The milk is gone.',
    "I'm not sure any more.",
  ])('are not made of a moment: "%s"', (said) => {
    expect(contentsOf(said)).toEqual([]);
  });
});
