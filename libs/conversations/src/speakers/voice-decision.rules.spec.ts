import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceOf } from './vectors.js';
import { decideVoices, type HeardVoice, type KnownVoice } from './voice-decision.rules.js';

const THRESHOLDS = { maxDistance: 0.4, margin: 0.1, minEvidenceMs: 5_000, minClipMs: 2_000 };

/** A direction in the plane: two of them are `1 - cos(difference)` apart. */
const at = (degrees: number) =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));
const heard = (key: string, degrees: number, more: Partial<HeardVoice> = {}): HeardVoice => ({
  key,
  vector: at(degrees),
  speechMs: 6_000,
  isWhole: true,
  ...more,
});
const known = (personId: string, ...degrees: number[]): KnownVoice => ({
  personId,
  prints: degrees.map((angle) => ({ id: `${personId}-${angle}`, vector: at(angle) })),
});
const names = (voices: HeardVoice[], people: KnownVoice[], reserved?: ReadonlySet<string>) =>
  decideVoices(voices, people, THRESHOLDS, reserved).map(({ key, personId }) => `${key}=${personId}`);

describe('the decision on voices', () => {
  it('names a voice that is near to one known person only, by the nearest of several prints', () => {
    const [match] = decideVoices([heard('a', 10)], [known('user', 90, 0), known('anna', 120)], THRESHOLDS);
    expect(match).toMatchObject({ key: 'a', personId: 'user', printId: 'user-0' });
    expect(match!.distance).toBeCloseTo(1 - Math.cos(Math.PI / 18), 5);
  });

  it('names nobody when the nearest is too far, or nothing is known', () => {
    expect(names([heard('a', 60)], [known('user', 0)])).toEqual([]);
    expect(names([heard('a', 0)], [])).toEqual([]);
    expect(names([heard('a', 0)], [known('user')])).toEqual([]);
  });

  it('names nobody when two known people are about as near', () => {
    expect(names([heard('a', 0)], [known('user', 10), known('anna', -20)])).toEqual([]);
    expect(names([heard('a', 0)], [known('user', 10), known('anna', -40)])).toEqual(['a=user']);
  });

  it('names nobody before enough was heard', () => {
    expect(names([heard('a', 0, { speechMs: 4_999 })], [known('user', 0)])).toEqual([]);
  });

  it('never takes a broken vector for near', () => {
    const broken = heard('a', 0, { vector: Float32Array.of(NaN, 1) });
    expect(names([broken, heard('b', 0, { vector: new Float32Array(2) })], [known('user', 0)])).toEqual([]);
    const brokenPrint: KnownVoice = {
      personId: 'user',
      prints: [{ id: 'p', vector: Float32Array.of(NaN, 0) }],
    };
    expect(names([heard('a', 0)], [brokenPrint])).toEqual([]);
  });

  it('gives one name to one voice: to neither of two that are about as near, even if one alone would be named', () => {
    expect(names([heard('a', 0), heard('b', 20)], [known('user', 0)])).toEqual([]);
    expect(names([heard('a', 50), heard('b', 54)], [known('user', 0)])).toEqual([]);
    expect(names([heard('a', 0), heard('b', 50)], [known('user', 0)])).toEqual(['a=user']);
  });

  it('lets several single segments be the same person', () => {
    const segments = [heard('a', 0, { isWhole: false }), heard('b', 5, { isWhole: false })];
    expect(names(segments, [known('user', 0)])).toEqual(['a=user', 'b=user']);
  });

  it('names nobody again whom a person named, and not the next best in that one’s place', () => {
    expect(names([heard('a', 0)], [known('user', 0), known('anna', 30)], new Set(['user']))).toEqual([]);
  });

  it('never names when it is ambiguous, whatever is heard and known', () => {
    const angle = fc.integer({ min: 0, max: 359 });
    const people = fc.array(fc.array(angle, { minLength: 1, maxLength: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(angle, { maxLength: 5 }), people, (angles, prints) => {
        const voices = angles.map((degrees, index) => heard(String(index), degrees));
        const knownPeople = prints.map((degrees, index) => known(`p${index}`, ...degrees));
        const distance = (voice: HeardVoice, person: KnownVoice) =>
          Math.min(...person.prints.map(({ vector }) => distanceOf(voice.vector, vector)));
        const matches = decideVoices(voices, knownPeople, THRESHOLDS);
        expect(new Set(matches.map(({ personId }) => personId)).size).toBe(matches.length);
        for (const { key, personId, distance: found } of matches) {
          const voice = voices[Number(key)]!;
          const others = knownPeople.filter((person) => person.personId !== personId);
          const rivals = voices.filter((other) => other !== voice);
          const person = knownPeople.find((candidate) => candidate.personId === personId)!;
          expect(found).toBe(distance(voice, person));
          expect(found).toBeLessThan(THRESHOLDS.maxDistance);
          for (const other of others) {
            expect(distance(voice, other) - found).toBeGreaterThanOrEqual(THRESHOLDS.margin);
          }
          for (const rival of rivals) {
            expect(distance(rival, person)).toBeGreaterThanOrEqual(found + THRESHOLDS.margin);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
