import { describe, expect, it } from 'vitest';
import { contradicts, saysTheSame } from './conflict.rules.js';

const of = (content: string, predicate: string | null, subject = 'user') => ({ content, predicate, subject });

describe('contradicts', () => {
  it.each([
    ['Sam lives in Milwaukee', 'residence', 'Sam lives in Madison, on Willow Street', 'residence'],
    ['Sam sold the station wagon', 'vehicle', 'Sam drives a blue station wagon', 'vehicle'],
    ['Sam quit coffee in March 2026', 'diet', 'Sam drinks about six cups of coffee a day', 'diet'],
    ['Sam does not eat meat any more', 'diet', 'Sam loves meat', 'taste'],
    ['Sam no longer lives in Madison', 'residence', 'Sam lives in Madison', 'residence'],
    ["Sam's choir practice is on Tuesdays", 'schedule', "Sam's choir practice is on Mondays", 'schedule'],
    ['Sam loves olives', 'taste', 'Sam hates olives', 'distaste'],
    ['Sam has Mondays off instead of Fridays', 'days_off', 'Sam never works Fridays', 'days_off'],
    ["Sam's shop is on Mill Lane", 'workplace', "Sam's shop is behind the church", 'workplace'],
    ['Sam has swapped the Fiat for a scooter', 'vehicle', 'Sam drives a red Fiat', 'vehicle'],
    ['Sam does not drive any more', 'habit', 'Sam drives a red Fiat', 'vehicle'],
    ['Sam started eating cheese again in May 2026', 'diet', 'Sam does not eat cheese any more', 'diet'],
    ['Sam eats breakfast every day', 'habit', 'Sam never eats breakfast', 'diet'],
    ['Sam has switched to the early shift', 'shift', 'Sam works nights', 'work_arrangement'],
    ['Ann gave up the job in Rome and came home in May 2026', 'role', 'Ann works in Rome', 'employer', 'Ann'],
    ['Sam got married in June 2026', 'marital_status', 'Sam is single', 'marital_status'],
    ['Sam gave away the dog', 'ownership', 'Sam has a dog called Rex', 'pet'],
    ["Sam's favorite color is green", 'favorite_color', "Sam's favorite color is red", 'favorite_color'],
    ['Paul is allergic to mussels, not to shrimp', 'allergy', 'Paul is allergic to shrimp', 'allergy'],
    ['Sam drinks two cups of coffee a day', 'diet', 'Sam drinks six cups of coffee a day', 'diet'],
  ])('%s (%s) cannot hold with %s (%s)', (fresh, predicate, old, oldPredicate, subject = 'user') => {
    expect(contradicts(of(fresh, predicate, subject), of(old, oldPredicate, subject))).toBe(true);
  });

  it.each([
    ['Sam is allergic to penicillin', 'allergy', 'Sam is allergic to peanuts', 'allergy'],
    ['Sam quit coffee in March 2026', 'diet', 'Sam never eats fish', 'diet'],
    ['Sam loves olives', 'taste', 'Sam loves figs', 'taste'],
    ['Sam sold the station wagon', 'vehicle', 'Sam lives in Madison', 'residence'],
    ['Sam plays the piano', 'hobby', 'Sam plays tennis', 'hobby'],
    ['Sam hates fish', 'distaste', 'Sam loves olives', 'taste'],
    ['Sam has choir every Thursday', 'hobby', 'Sam has yoga every Tuesday', 'hobby'],
    ['Sam gave up sugar in June 2026', 'diet', 'Sam gave up smoking in May 2026', 'diet'],
    ['Sam has an old green Skoda', 'vehicle', 'Sam drives a red Fiat', 'vehicle'],
  ])('%s (%s) may hold with %s (%s)', (fresh, predicate, old, oldPredicate) => {
    expect(contradicts(of(fresh, predicate), of(old, oldPredicate))).toBe(false);
  });

  it('never lets a fact about one person replace one about another', () => {
    expect(
      contradicts(of('Anna lives in Denver', 'residence', 'Anna'), of('Sam lives in Madison', 'residence')),
    ).toBe(false);
  });
});

describe('saysTheSame', () => {
  it('sees through wording and order', () => {
    expect(
      saysTheSame(
        of('Sam is allergic to penicillin', 'allergy'),
        of('Sam has been allergic to penicillin', 'allergy'),
      ),
    ).toBe(true);
    expect(
      saysTheSame(
        of('Sam lives in Madison', 'residence'),
        of('Sam lives in Madison, on Willow Street', 'residence'),
      ),
    ).toBe(true);
  });

  it('does not take another amount, day or polarity for the same', () => {
    expect(
      saysTheSame(of('Sam drinks six cups of coffee', 'diet'), of('Sam drinks two cups of coffee', 'diet')),
    ).toBe(false);
    expect(saysTheSame(of('Sam swims on Mondays', 'hobby'), of('Sam swims on Tuesdays', 'hobby'))).toBe(
      false,
    );
    expect(saysTheSame(of('Sam eats fish', 'diet'), of('Sam never eats fish', 'diet'))).toBe(false);
  });
});
