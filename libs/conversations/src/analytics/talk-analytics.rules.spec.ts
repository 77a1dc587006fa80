import { describe, expect, it } from 'vitest';
import { analyticsOf } from './talk-analytics.rules.js';

const line = (
  speaker_id: number,
  start: number,
  end: number,
  text: string,
  person_id: string | null = null,
) => ({
  speaker: `SPEAKER_0${speaker_id}`,
  speaker_id,
  is_user: speaker_id === 0,
  person_id,
  start,
  end,
  text,
});

describe('who said how much', () => {
  it('is told of each speaker, the longest first, and of all', () => {
    const said = [
      line(1, 0, 30, 'One two three.'),
      line(0, 30, 90, "It's five words in all."),
      line(1, 90, 100, 'Yes.'),
    ];
    expect(analyticsOf(said)).toEqual({
      speakers: [
        expect.objectContaining({
          speaker_id: 0,
          is_user: true,
          talk_time_seconds: 60,
          word_count: 5,
          words_per_minute: 5,
        }),
        expect.objectContaining({ speaker_id: 1, talk_time_seconds: 40, word_count: 4, words_per_minute: 6 }),
      ],
      total: { talk_time_seconds: 100, word_count: 9, words_per_minute: 5 },
    });
  });
  it('takes the voices of one person together', () => {
    const { speakers } = analyticsOf([line(1, 0, 5, 'Hello.', 'anna'), line(2, 5, 9, 'Hello.', 'anna')]);
    expect(speakers).toMatchObject([{ person_id: 'anna', word_count: 2 }]);
  });
  it('counts words where no blanks are written', () =>
    expect(analyticsOf([line(0, 0, 2, '明日の朝')]).total.word_count).toBeGreaterThan(1));
  it('is nothing of silence', () =>
    expect(analyticsOf([])).toEqual({
      speakers: [],
      total: { talk_time_seconds: 0, word_count: 0, words_per_minute: 0 },
    }));
});
