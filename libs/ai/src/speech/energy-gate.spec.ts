import { describe, expect, it } from 'vitest';
import { EnergyGate } from './energy-gate.js';

const FRAMES_PER_SECOND = 31.25;

/** How many of the frames, given as loudness in dB, the gate lets through. */
function admitted(gate: EnergyGate, levelsDb: readonly number[]): number {
  return levelsDb.filter((level) => gate.admits(level)).length;
}

function steady(levelDb: number, seconds: number): number[] {
  return Array.from({ length: seconds * FRAMES_PER_SECOND }, (_, index) => levelDb + (index % 3) * 0.4);
}

describe('EnergyGate', () => {
  it('keeps a silent microphone from the detector', () => {
    expect(admitted(new EnergyGate(), steady(0, 60))).toBe(0);
  });

  it('gets used to a noise that stays, within seconds', () => {
    const gate = new EnergyGate();
    admitted(gate, steady(50, 3));
    expect(admitted(gate, steady(50, 60))).toBe(0);
  });

  it('lets a voice through that barely rises above the room', () => {
    const gate = new EnergyGate();
    admitted(gate, steady(30, 10));
    expect(gate.admits(36)).toBe(true);
  });

  it('lets the soft end of a word through', () => {
    const gate = new EnergyGate();
    admitted(gate, steady(30, 10));
    gate.admits(45);
    expect(admitted(gate, steady(30, 0.32))).toBe(10);
    expect(admitted(gate, steady(30, 1))).toBeLessThan(5);
  });

  it('does not take a long speech for the room: its pauses tell what the room is like', () => {
    const gate = new EnergyGate();
    const syllables = Array.from({ length: 60 * FRAMES_PER_SECOND }, (_, index) =>
      index % 40 < 34 ? 60 : 32,
    );
    admitted(gate, syllables.slice(0, 300));
    expect(admitted(gate, syllables)).toBe(syllables.length);
  });

  it('hears the first words of a stream that begins with speech', () => {
    expect(new EnergyGate().admits(40)).toBe(true);
  });
});
