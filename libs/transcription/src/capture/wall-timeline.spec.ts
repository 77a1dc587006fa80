import { describe, expect, it } from 'vitest';
import { WallClock, WallTimeline } from './wall-timeline.js';

const T0 = Date.UTC(2026, 2, 5, 16);

/** Feeds batches of 100 ms, each arriving when `arrivalMs` says (after T0), and answers the clock. */
function hear(arrivalsMs: readonly number[], clock = new WallClock(), fromMs = 0): WallClock {
  arrivalsMs.forEach((arrivalMs, n) =>
    clock.onBatch(fromMs + n * 100, fromMs + n * 100 + 100, T0 + arrivalMs),
  );
  return clock;
}

/** Arrival of `count` batches in real time, the first one at `atMs`. */
const live = (count: number, atMs: number): number[] =>
  Array.from({ length: count }, (_, n) => atMs + n * 100);

const wallOf = (clock: WallClock, positionMs: number) => clock.timeline.toWallMs(positionMs)! - T0;

describe('wall clock of a session', () => {
  it('counts samples from when the first batch was recorded', () => {
    const clock = hear(live(50, 100));
    expect(clock.timeline.anchors).toEqual([{ positionMs: 0, wallMs: T0 }]);
    expect(wallOf(clock, 4_000)).toBe(4_000);
  });

  it('does not follow a network that is up to a second late', () => {
    const clock = hear(live(100, 100).map((ms, n) => ms + (n % 7) * 140));
    expect(clock.timeline.anchors).toHaveLength(1);
  });

  it('finds a pause of a minute, and tells the end before it from the start after it', () => {
    const clock = hear([...live(50, 100), ...live(50, 65_100)]);
    expect(wallOf(clock, 5_000)).toBe(65_000);
    expect(clock.timeline.endToWallMs(5_000)! - T0).toBe(5_000);
    expect(clock.timeline.hasGapBetween(4_900, 5_000)).toBe(true);
    expect(clock.timeline.hasGapBetween(5_000, 5_100)).toBe(false);
  });

  it('counts a pause at once, before it can be certain', () => {
    expect(wallOf(hear([...live(50, 100), 65_100]), 5_000)).toBe(65_000);
  });

  it('takes audio that was buffered while the connection was down for what it is: late, not paused', () => {
    const buffered = Array.from({ length: 600 }, (_, n) => 65_100 + Math.floor(n / 50) * 30);
    const clock = hear([...live(50, 100), ...buffered, ...live(100, 65_500)]);
    expect(wallOf(clock, 5_000)).toBe(5_000);
    expect(wallOf(clock, 60_000)).toBe(60_000);
  });

  it('is not fooled by a slow link that catches up at twice the speed of sound recorded', () => {
    const catchingUp = Array.from({ length: 1_200 }, (_, n) => 65_100 + n * 50);
    const clock = hear([...live(50, 100), ...catchingUp]);
    expect(clock.timeline.anchors).toHaveLength(1);
  });

  it('tells two pauses in quick succession apart', () => {
    const clock = hear([...live(50, 100), ...live(5, 65_100), ...live(50, 95_600)]);
    expect(wallOf(clock, 5_000)).toBe(65_000);
    expect(wallOf(clock, 5_500)).toBe(95_500);
  });

  it('keeps the distances of audio that comes faster than it was spoken, so that nothing told before moves', () => {
    const hurried = Array.from({ length: 400 }, (_, n) => 100 + n * 25);
    const clock = hear(hurried);
    expect(clock.timeline.anchors).toEqual([{ positionMs: 0, wallMs: T0 }]);
    expect(wallOf(clock, 40_000)).toBe(40_000);
  });

  it('finds a pause after audio that came in a hurry', () => {
    const hurried = Array.from({ length: 400 }, (_, n) => 100 + n * 25);
    const clock = hear([...hurried, ...live(50, 10_100), ...live(50, 45_100)]);
    expect(wallOf(clock, 44_900)).toBe(44_900);
    expect(wallOf(clock, 45_000)).toBe(75_000);
  });

  it('goes on from a snapshot as if it had never stopped', () => {
    const before = [...live(50, 100), 65_100, 65_200];
    const whole = hear([...before, ...live(50, 65_300)]);
    const restored = new WallClock();
    restored.restore(JSON.parse(JSON.stringify(hear(before).snapshot())));
    expect(hear(live(50, 65_300), restored, 5_200).timeline).toEqual(whole.timeline);
  });

  it('knows no time before the first audio', () => {
    expect(new WallTimeline([]).toWallMs(0)).toBeNull();
  });
});
