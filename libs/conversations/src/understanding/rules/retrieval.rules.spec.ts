import { describe, expect, it } from 'vitest';
import { notesTask } from '../notes.task.js';
import { writeNotes } from './notes.rules.js';
import { talkOf } from './talk.fixture.js';

/** As they are stored: what the rules found, in normal form. */
function termsOf(script: string, known: readonly string[] = []) {
  const input = { transcript: talkOf(script, known), folders: [] };
  return notesTask.refine!(writeNotes(input), input).retrieval;
}

describe('by what a conversation is found again', () => {
  it('are people who spoke and were spoken of, by name, but for the owner', () =>
    expect(
      termsOf('Anna: Sam, did Doctor Moss call?\nSam: No, but David did. My name is Sam Whitlock.', ['Anna'])
        .people,
    ).toEqual(['anna', 'doctor moss', 'david']));

  it('are things with a name, whole and once', () =>
    expect(
      termsOf(
        'Sam: I took the car to the Lakeside Garage in Milwaukee. Then the Garage called me from Willow Street.',
      ).entities,
    ).toEqual(expect.arrayContaining(['lakeside garage', 'milwaukee', 'willow street'])));

  it('are days that were named, on the calendar', () =>
    expect(
      termsOf('Sam: We met last Friday, and we meet again on the 12th of March, maybe next week.').dates,
    ).toEqual(['2026-02-27', '2026-03-12']));

  it('are topics, of which no two are the same', () => {
    const { topics } = termsOf(
      'Anna: The beehives need new frames.\nSam: The bees like the beehives near the meadow.\nAnna: A beehive needs room.',
    );
    expect(topics.filter((topic) => /beehive/.test(topic))).toHaveLength(1);
  });

  it('is no secret', () =>
    expect(JSON.stringify(termsOf('Sam: The PIN of the Harbour Bank is five five two one.'))).not.toMatch(
      /five|5521/,
    ));
});
