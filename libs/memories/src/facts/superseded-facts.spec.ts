import { describe, expect, it } from 'vitest';
import { contradicts } from '../resolution/conflict.rules.js';
import type { KnownFact } from './fact.js';
import { factsOf } from './facts.fixture.js';

const known = (content: string, predicate: string, subject = 'user'): KnownFact => ({
  content,
  predicate,
  subject,
});

describe('what became of something that is remembered', () => {
  it.each<[string[], KnownFact, string]>([
    [
      ["> How's Brennan's?", "I left in the spring. I'm at the museum now."],
      known("Sam works at Brennan's", 'employer'),
      'Sam is at the museum',
    ],
    [
      ["I've been made redundant."],
      known('Sam is a warehouse supervisor', 'role'),
      'Sam has been made redundant',
    ],
    [
      ["I've come off nights, I'm on days from now on."],
      known('Sam works nights at the hospital', 'work_arrangement'),
      'Sam is on days from now on',
    ],
    [
      ["I've dropped to three days a week."],
      known('Sam works full time', 'work_arrangement'),
      'Sam has dropped to three days a week',
    ],
    [
      ["We've sold the house on Fern Road."],
      known('Sam lives on Fern Road', 'residence'),
      'Sam has sold the house on Fern Road',
    ],
    [
      ["I've got the flat to myself now."],
      known('Sam lives with two flatmates', 'residence'),
      'Sam has the flat to themselves',
    ],
    [["Petra's moved in."], known('Sam lives alone', 'residence'), 'Petra has moved in'],
    [["The wedding's off."], known('Sam is engaged to Petra', 'marital_status'), "Sam's wedding is off"],
    [
      ["It's over with Petra."],
      known('Sam has been seeing Petra since March 2026', 'state'),
      'Sam and Petra have split up',
    ],
    [
      ["I've cut out cola completely."],
      known('Sam drinks three cans of cola a day', 'diet'),
      'Sam has cut out cola completely',
    ],
    [
      ["It's just one can of cola a day now."],
      known('Sam drinks three cans of cola a day', 'diet'),
      'Sam has one can of cola a day',
    ],
    [["I've started eating eggs again."], known('Sam is vegan', 'diet'), 'Sam has started eating eggs'],
    [
      ['I went vegetarian at New Year.'],
      known('Sam eats meat at every meal', 'diet'),
      'Sam went vegetarian at New Year',
    ],
    [
      ['My knees have put an end to squash.'],
      known('Sam plays squash on Mondays', 'hobby'),
      'Sam has given up squash',
    ],
    [
      ['Squash is on Fridays these days.'],
      known('Sam plays squash on Mondays', 'hobby'),
      "Sam's squash is on Fridays",
    ],
    [
      ["I've switched to running in the evenings."],
      known('Sam runs in the mornings', 'hobby'),
      'Sam has switched to running in the evenings',
    ],
    [
      ["I've packed in the Spanish."],
      known('Sam is learning Spanish', 'learning'),
      'Sam has packed in the Spanish',
    ],
    [
      ['I ran the marathon! Four hours ten.'],
      known('Sam is training for a marathon', 'learning'),
      'Sam ran the marathon',
    ],
    [
      ["They've closed the food bank."],
      known('Sam volunteers at the food bank on Tuesdays', 'hobby'),
      "Sam's food bank was closed down",
    ],
    [
      ["I've had to give the choir a miss since Easter."],
      known('Sam sings in the church choir', 'hobby'),
      'Sam has stopped going to the choir since Easter',
    ],
    [
      ["Mia's at big school now."],
      known("Sam's daughter Mia is in nursery", 'school', 'Mia'),
      "Sam's daughter Mia is at big school",
    ],
    [
      ["Finn's home from Berlin for good."],
      known("Sam's son Finn lives in Berlin", 'residence', 'Finn'),
      "Sam's son Finn is home from Berlin for good",
    ],
    [
      ['Mum has gone into a home.'],
      known("Sam's mother lives alone in Hull", 'residence', 'mother'),
      "Sam's mum has gone into a home",
    ],
    [["Dad's retired."], known("Sam's dad drives a taxi", 'role', 'dad'), "Sam's dad is retired"],
    [
      ['Ana had the baby, a little girl.'],
      known("Sam's sister Ana is pregnant", 'condition', 'Ana'),
      "Sam's sister Ana had the baby, a little girl",
    ],
    [['We had to say goodbye to Mog.'], known('Sam has a cat, Mog', 'pet'), 'Sam lost Mog'],
    [
      ["Mog's gone to live with my sister."],
      known('Sam has a cat, Mog', 'pet'),
      "Sam's cat Mog has gone to live with Sam's sister",
    ],
    [
      ["I don't need the statins any more."],
      known('Sam takes statins', 'medication'),
      'Sam does not need the statins any more',
    ],
    [
      ['I had my eyes lasered, so no more glasses.'],
      known('Sam wears glasses', 'condition'),
      'Sam has no more glasses',
    ],
    [
      ["I've grown out of the strawberry thing."],
      known('Sam is allergic to strawberries', 'allergy'),
      'Sam has grown out of the strawberry thing',
    ],
    [
      ["My blood pressure's back to normal."],
      known('Sam has high blood pressure', 'condition'),
      "Sam's blood pressure is back to normal",
    ],
    [
      ["I've got used to flying, I quite enjoy it."],
      known('Sam hates flying', 'distaste'),
      'Sam has got used to flying',
    ],
    [['I can swim now! Ten lengths.'], known('Sam never learned to swim', 'habit'), 'Sam can swim'],
    [["I'm in bed by nine these days."], known('Sam goes to bed at ten', 'habit'), 'Sam is in bed by nine'],
    [
      ["It's Mondays off now, not Fridays."],
      known('Sam has Fridays off', 'days_off'),
      'Sam has Mondays off, not Fridays',
    ],
    [
      ['Ninety days without a cigarette today.'],
      known('Sam smokes', 'diet'),
      'Sam has not had any cigarette since February 2026',
    ],
    [
      ["I've gone right off custard creams."],
      known("Sam's favourite biscuit is a custard cream", 'favorite_biscuit'),
      'Sam has gone right off custard creams',
    ],
    [
      ["I've thrown the cane away."],
      known('Sam uses a cane outdoors', 'condition'),
      'Sam has thrown away the cane',
    ],
    [
      ['The pottery class has moved to Mondays.'],
      known('Sam has a pottery class on Wednesdays', 'hobby'),
      'Sam has a pottery class on Mondays',
    ],
    [["I've bought the boat!"], known('Sam saves up for a boat', 'learning'), 'Sam has bought the boat'],
  ])('is told by %j', (lines, old, content) => {
    const facts = factsOf(lines, [old]);
    expect(facts.map((fact) => fact.content)).toEqual([content]);
    expect(contradicts(facts[0]!, old)).toBe(true);
  });

  it('is who has a post of which there is one', () => {
    const facts = factsOf(["Ingrid's gone, my boss is Rolf now."], []);
    expect(contradicts(facts[0]!, known("Sam's boss is called Ingrid", 'relation', 'boss'))).toBe(true);
    expect(contradicts(facts[0]!, known("Sam's boss is called Rolf", 'relation', 'boss'))).toBe(false);
  });

  it.each<[string, KnownFact]>([
    ['I got off at the food bank.', known('Sam volunteers at the food bank', 'hobby')],
    ['The food bank is over there.', known('Sam volunteers at the food bank', 'hobby')],
    ['Mog is at the vet, so it is off to the vet.', known('Sam has a cat, Mog', 'pet')],
    ['I had my breakfast at the bank.', known('Sam works at the bank', 'employer')],
    ['I am home alone tonight.', known('Sam lives with two flatmates', 'residence')],
    ['Petra moved in with her sister.', known('Sam lives alone', 'residence')],
    ['I have an appointment at the office.', known('Sam works from home', 'work_arrangement')],
  ])('is not told by "%s"', (line, old) => {
    expect(factsOf([line], [old]).filter((fact) => contradicts(fact, old))).toEqual([]);
  });
});
