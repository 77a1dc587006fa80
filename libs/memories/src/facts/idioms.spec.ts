import { describe, expect, it } from 'vitest';
import { contentsOf } from './facts.fixture.js';

describe('habits and tastes told without their verb', () => {
  it.each([
    ["Every Thursday it's the pub quiz with the lads.", 'Sam has the pub quiz with the lads every Thursday'],
    ['Saturdays are for football.', 'Sam has football on Saturdays'],
    ["Wednesday evening's my pottery class.", 'Sam has their pottery class on Wednesday evenings'],
    ["Sunday mornings I'm always at the allotment.", 'Sam is always at the allotment on Sunday mornings'],
    ['Mornings are when my brain works.', "Sam's mind works best in the mornings"],
    ['My best ideas come to me in the shower.', "Sam's best ideas come to them in the shower"],
    ['I only get anything done after midnight.', 'Sam works best after midnight'],
    ['I need the radio on to concentrate.', 'Sam cannot concentrate without the radio on'],
    ["With music on I can't read a line.", 'Sam cannot read a line with music on'],
    ['Give me a window seat over an aisle seat any day.', 'Sam prefers a window seat to an aisle seat'],
    ['I love nothing more than a thunderstorm.', 'Sam loves a thunderstorm'],
    ["Marzipan is the one thing I won't eat.", 'Sam does not eat marzipan'],
    ['Nothing cheers me up like brass bands.', 'Nothing cheers Sam up like brass bands'],
    ["Can't stand beetroot, never could.", 'Sam cannot stand beetroot'],
    ["I've never been a coffee drinker.", 'Sam has never been a coffee drinker'],
    ['Two sugars in my tea, always.', 'Sam has two sugars in their tea'],
  ])('"%s"', (line, content) => {
    expect(contentsOf(line)).toEqual([content]);
  });
});

describe('bodies, homes and work told by the way', () => {
  it.each([
    ['One prawn and my face swells up.', "One prawn means Sam's face swells up"],
    ["Anything with coconut and I'm ill for days.", 'Coconut makes Sam ill for days'],
    ["They've got me on warfarin.", 'Sam is on warfarin'],
    ["My knee's been bad since the accident.", "Sam's knee has been bad since the accident"],
    ["I'm eleven years sober.", 'Sam has been sober since 2015 (eleven years in 2026)'],
    ["Dad's hard of hearing, so speak up.", "Sam's dad is hard of hearing"],
    ['This is my tenth year as head gardener.', 'Sam is in their tenth year as head gardener'],
    [
      "I've spent twenty years behind this counter.",
      'Sam has been behind the counter since 2006 (twenty years in 2026)',
    ],
    ["I'm not in on Wednesdays.", 'Sam is not in on Wednesdays'],
    ['My shift starts at five in the morning.', "Sam's shift starts at five in the morning"],
    ["Home's a narrowboat on the canal.", 'Sam lives in a narrowboat on the canal'],
    ["It's just me and my daughter at home.", 'Sam lives with their daughter'],
    ["We're a family of five.", 'Sam lives in a family of five'],
    ['My uncle left me his boat.', 'Sam inherited the boat from their uncle'],
    ['My brother and his wife run a vineyard.', "Sam's brother and his wife run a vineyard"],
    ['I write software for wind farms.', 'Sam writes software for wind farms'],
    ['I always read before bed.', 'Sam always reads before bed'],
    ['It takes me an hour and a half to get to work.', 'Sam commutes an hour and a half to work'],
  ])('"%s"', (line, content) => {
    expect(contentsOf(line)).toEqual([content]);
  });
});

it.each([
  'Saturday is fine for me.',
  'Thursday is the deadline.',
  "Every time it's the same.",
  'One more question and I am done.',
  'My boss left me a note.',
  'Give me a minute before the meeting.',
  'The sofa is the one thing I like here.',
  'I make lists for the party.',
])('states nothing lasting: "%s"', (line) => {
  expect(contentsOf(line)).toEqual([]);
});
