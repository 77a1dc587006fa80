import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SPEAKER_MODEL, SPEECH_MODELS } from '../models/model-catalog.js';
import { packageFolder, projectFolder } from '../models/installed-files.js';
import { ModelStore } from '../models/model-store.js';
import { createSpeakerEmbedder } from '../speaker.providers.js';
import { TWO_SENTENCES, twoSentences } from '../testing/two-sentences.js';
import { toFloatSamples } from '../speech/audio-frames.js';
import { MatrixCalculator } from './matrix-product.js';
import { MoonshineVoice } from './moonshine-voice.js';
import { readWeights } from '../models/onnx-weights.js';

const RATE = 16_000;
const { package: shipped } = SPEECH_MODELS.base.encoder;
const encoderPath = join(packageFolder(shipped!.name)!, shipped!.path);
const projectionPath = join(projectFolder(), 'libs/ai/models/moonshine-voice-lda128.f32');

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

describe('the matrix product', () => {
  it('is what the definition says, for sizes that have to be rounded up too', () => {
    const [rows, inner, columns] = [5, 11, 3];
    const calculator = new MatrixCalculator();
    const left = calculator.allocate(rows, inner);
    const right = calculator.allocate(left.columns, columns);
    const a = (row: number, k: number) => Math.sin(row * 7 + k);
    const b = (k: number, column: number) => Math.cos(k * 3 + column);
    for (let k = 0; k < inner; k += 1) {
      for (let row = 0; row < rows; row += 1) calculator.view(left)[row * left.columns + k] = a(row, k);
      for (let column = 0; column < columns; column += 1) {
        calculator.view(right)[k * right.columns + column] = b(k, column);
      }
    }
    const product = calculator.multiply(left, right);
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        let sum = 0;
        for (let k = 0; k < inner; k += 1) sum += a(row, k) * b(k, column);
        expect(calculator.view(product)[row * product.columns + column]).toBeCloseTo(sum, 4);
      }
    }
  });

  it('hands the same memory out again, empty', () => {
    const calculator = new MatrixCalculator();
    const mark = calculator.mark();
    const first = calculator.allocate(400, 400);
    calculator.view(first).fill(1);
    calculator.release(mark);
    const second = calculator.allocate(400, 400);
    expect(second.at).toBe(first.at);
    expect(calculator.view(second).every((value) => value === 0)).toBe(true);
  });
});

describe('the weights of a model', () => {
  it('are read with their shapes', async () => {
    const weights = readWeights(await readFile(encoderPath));
    expect(weights.get('conv2.weight_quantized')!.dims).toEqual([832, 416, 7]);
    expect(weights.get('conv2.weight_quantized')!.values).toHaveLength(832 * 416 * 7);
    expect(weights.get('conv1.weight_scale')!.values[0]).toBeCloseTo(0.0135204, 6);
    expect(weights.get('onnx::MatMul_1991_scale')!.values).toHaveLength(1);
  });

  it('are refused of what is no model', () => {
    expect(() => readWeights(Buffer.from([0xff, 0xff]))).toThrow('not an ONNX file');
  });
});

describe('the experimental voice model', () => {
  let voice: MoonshineVoice;
  let speech: Float32Array;
  beforeAll(async () => {
    voice = new MoonshineVoice(await readFile(encoderPath), await readFile(projectionPath));
    speech = toFloatSamples(await twoSentences());
  });

  it('gives the same vector of unit length for the same sound, however loud it is', () => {
    const vector = voice.embed(speech)!;
    expect(vector).toHaveLength(128);
    expect(dot(vector, vector)).toBeCloseTo(1, 4);
    expect(dot(vector, voice.embed(speech.map((value) => value / 4))!)).toBeCloseTo(1, 3);
  });

  it('puts two parts of one voice nearer to each other than to another voice', () => {
    const part = (fromMs: number, toMs: number) =>
      voice.embed(speech.subarray((fromMs * RATE) / 1_000, (toMs * RATE) / 1_000))!;
    const [one, other] = [TWO_SENTENCES[0]!, TWO_SENTENCES[1]!];
    const middleMs = (one.startMs + one.endMs) / 2;
    const [first, second] = [part(one.startMs, middleMs), part(middleMs, one.endMs)];
    const another = part(other.startMs, other.endMs);
    expect(dot(first, second)).toBeGreaterThan(dot(first, another) + 0.1);
    expect(dot(first, second)).toBeGreaterThan(dot(second, another) + 0.1);
  });

  it('gives nothing for silence and for too little sound', () => {
    expect(voice.embed(new Float32Array(2 * RATE))).toBeNull();
    expect(voice.embed(speech.subarray(0, 7_000))).toBeNull();
    expect(voice.embed(new Float32Array(0))).toBeNull();
  });
});

describe('the embedder of a plain installation', () => {
  const embedder = createSpeakerEmbedder(
    new ModelStore({ modelsDir: null, downloadDir: join(tmpdir(), 'mneme-no-models') }),
  );
  afterAll(() => embedder.close());

  it('is the experimental one, in a thread that starts again after it was closed', async () => {
    expect(await embedder.model()).toMatchObject({ isExperimental: true, dimension: 128 });
    const speech = await twoSentences();
    const [first, second] = await Promise.all([embedder.embed(speech), embedder.embed(speech)]);
    expect(first).toEqual(second);
    await embedder.close();
    expect(await embedder.embed(speech)).toEqual(first);
    expect(await embedder.embed(new Int16Array(RATE))).toBeNull();
  });

  it('is none where the recognizer that it is made of is missing, and CAM++ only where its bytes are the published ones', async () => {
    const store = new ModelStore({ modelsDir: null, downloadDir: join(tmpdir(), 'mneme-no-models') });
    expect(await store.present(SPEAKER_MODEL)).toBeNull();
    const nothing = createSpeakerEmbedder({ present: () => Promise.resolve(null) } as unknown as ModelStore);
    expect(await nothing.model()).toBeNull();
    expect(await nothing.embed(new Int16Array(RATE))).toBeNull();
  });
});
