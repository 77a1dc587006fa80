import { describe, expect, it } from 'vitest';
import { quietestFrame } from './quietest-frame.js';
import { UtteranceSegmenter, type Utterance } from './utterance-segmenter.js';

const LOUD_DB = 60;
const QUIET_DB = 20;

class Trial {
  readonly starts: number[] = [];
  readonly utterances: Utterance[] = [];
  readonly segmenter = new UtteranceSegmenter({
    onStart: (frame) => void this.starts.push(frame),
    onEnd: (utterance) => void this.utterances.push(utterance),
  });

  speak(frames: number, levelDb = LOUD_DB): this {
    for (let index = 0; index < frames; index += 1) this.segmenter.next(levelDb, true);
    return this;
  }

  pause(frames: number): this {
    for (let index = 0; index < frames; index += 1) this.segmenter.next(QUIET_DB, false);
    return this;
  }
}

describe('UtteranceSegmenter', () => {
  it('ends an utterance after 350 ms of silence, with sound before and after the speech', () => {
    const trial = new Trial().pause(30).speak(40).pause(10);
    expect(trial.utterances).toEqual([]);
    trial.pause(1);
    expect(trial.starts).toEqual([30]);
    expect(trial.utterances).toEqual([
      { audio: { start: 20, end: 75 }, speech: { start: 30, end: 70 }, speechFrames: 40 },
    ]);
  });

  it('takes a shorter silence for a pause within the utterance', () => {
    const trial = new Trial().speak(20).pause(10).speak(20).pause(11);
    expect(trial.utterances).toMatchObject([{ speech: { start: 0, end: 50 }, speechFrames: 40 }]);
  });

  it('takes less than 160 ms of voice for a click', () => {
    const trial = new Trial().pause(30).speak(4).pause(40);
    expect(trial.starts).toEqual([]);
    expect(trial.utterances).toEqual([]);
  });

  it('never gives the same sound to two utterances', () => {
    const { utterances } = new Trial().speak(20).pause(12).speak(20).pause(12);
    expect(utterances).toHaveLength(2);
    expect(utterances[1]!.audio.start).toBeGreaterThanOrEqual(utterances[0]!.audio.end);
    expect(utterances[1]!.speech.start).toBe(32);
  });

  it('ends the open utterance on a flush and uses none of its sound again', () => {
    const trial = new Trial().speak(20);
    trial.segmenter.flush();
    expect(trial.utterances).toMatchObject([{ audio: { start: 0, end: 20 } }]);
    trial.speak(20).pause(11);
    expect(trial.utterances[1]!.audio.start).toBe(20);
  });

  it('cuts a speech without an end where it is quietest, and goes on from there', () => {
    const trial = new Trial().speak(250).speak(6, 40).speak(300).pause(11);
    expect(trial.utterances.map(({ audio }) => audio)).toEqual([
      { start: 0, end: expect.closeTo(253, 0) as number },
      { start: expect.closeTo(253, 0) as number, end: 561 },
    ]);
    expect(trial.starts).toEqual([0, trial.utterances[1]!.speech.start]);
    const speechFrames = trial.utterances.reduce((sum, utterance) => sum + utterance.speechFrames, 0);
    expect(speechFrames).toBe(556);
  });

  it('never lets an utterance grow beyond 12 s', () => {
    const trial = new Trial().speak(3_000).pause(11);
    for (const { audio } of trial.utterances) expect(audio.end - audio.start).toBeLessThanOrEqual(375);
    expect(trial.utterances.reduce((sum, { speechFrames }) => sum + speechFrames, 0)).toBe(3_000);
  });

  it('needs no more of the past than a coming utterance could reach back to', () => {
    const trial = new Trial().pause(100);
    expect(trial.segmenter.settledFrame).toBe(90);
    trial.speak(20);
    expect(trial.segmenter.settledFrame).toBe(90);
    expect(trial.segmenter.open).toMatchObject({ audio: { start: 90, end: 120 } });
  });
});

describe('the quietest frame', () => {
  const levels = (length: number) => new Array<number>(length).fill(LOUD_DB);

  it('is in a gap between words rather than in a short dip', () => {
    const levelsDb = levels(100);
    levelsDb[20] = 10;
    for (let frame = 60; frame < 66; frame += 1) levelsDb[frame] = 35;
    const voiced = new Array<boolean>(100).fill(true);
    expect(quietestFrame(levelsDb, voiced, { from: 10, to: 90 })).toBeGreaterThanOrEqual(61);
    expect(quietestFrame(levelsDb, voiced, { from: 10, to: 90 })).toBeLessThanOrEqual(64);
  });

  it('is rather where the detector hears no voice', () => {
    const voiced = new Array<boolean>(100).fill(true).fill(false, 30, 35);
    expect(quietestFrame(levels(100), voiced, { from: 10, to: 90 })).toBe(32);
  });

  it('is the latest of equals, so that parts are long', () => {
    expect(quietestFrame(levels(100), new Array<boolean>(100).fill(true), { from: 10, to: 90 })).toBe(90);
  });
});
