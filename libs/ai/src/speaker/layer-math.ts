import type { Tensor } from '../models/onnx-weights.js';

const EPSILON = 1e-5;

/** Mean, and what a deviation from it is multiplied with to have a variance of 1. */
export function momentsOf(values: Float32Array): { mean: number; scale: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, scale: 1 / Math.sqrt(squares / values.length + EPSILON) };
}

/** Of frames of so many channels each: mean over time of each channel, then the standard deviations. */
export function statisticsOf(values: Float32Array, channels: number): Float32Array {
  const statistics = new Float32Array(2 * channels);
  const count = values.length / channels;
  for (let channel = 0; channel < channels; channel += 1) {
    let sum = 0;
    for (let frame = 0; frame < count; frame += 1) sum += values[frame * channels + channel]!;
    const mean = sum / count;
    let squares = 0;
    for (let frame = 0; frame < count; frame += 1)
      squares += (values[frame * channels + channel]! - mean) ** 2;
    statistics[channel] = mean;
    statistics[channels + channel] = Math.sqrt(squares / count);
  }
  return statistics;
}

export function mapInto(values: Float32Array, change: (value: number) => number): void {
  for (let at = 0; at < values.length; at += 1) values[at] = change(values[at]!);
}

export function addInto(values: Float32Array, more: Float32Array): void {
  for (let at = 0; at < values.length; at += 1) values[at]! += more[at]!;
}

export function addToRows(values: Float32Array, row: Tensor['values']): void {
  for (let at = 0; at < values.length; at += 1) values[at]! += row[at % row.length]!;
}

/** Of each row the first `count` numbers; the others become 0. */
export function softmaxRows(values: Float32Array, count: number, columns: number): void {
  for (let row = 0; row < count; row += 1) {
    const scores = values.subarray(row * columns, row * columns + count);
    const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    let sum = 0;
    for (let at = 0; at < count; at += 1) sum += scores[at] = Math.exp(scores[at]! - most);
    for (let at = 0; at < count; at += 1) scores[at]! /= sum;
    values.fill(0, row * columns + count, (row + 1) * columns);
  }
}

export function gelu(value: number): number {
  return 0.5 * value * (1 + erf(value * Math.SQRT1_2));
}

/** Abramowitz and Stegun 7.1.26, good to 1.5e-7. */
function erf(value: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(value));
  const poly =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(value) * (1 - poly * Math.exp(-value * value));
}
