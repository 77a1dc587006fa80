import type { SpeakerModelFacts } from '../ports/speaker-embedder.js';
import { VOICE_DIMENSION } from './moonshine-voice.js';

/** Thresholds are those of the reference, which uses a model of the same kind. Source: specification of listening, §7.4; not measured here. */
export const CAMPPLUS: SpeakerModelFacts = {
  name: 'campplus-voxceleb-1',
  dimension: 512,
  thresholds: { maxDistance: 0.45, margin: 0.1, minEvidenceMs: 5_000, minClipMs: 2_000 },
  isExperimental: false,
};

/**
 * Thresholds are strict because the room is heard as much as the voice. Measured: two men at one table 0.30 apart (AMI), strangers in other
 * rooms 0.58 and more, one reader's utterances of 5 to 10 s 0.17 to 0.6, half of them below 0.25 (LibriSpeech, 5 readers; equal errors 2.6 %
 * at 0.64). On readers that had no part in the choice 68 % of the pairs of one reader are found at 0.25 and none of two is taken for one:
 * `test/eval/speaker-quality.spec.ts`.
 */
export const MOONSHINE_VOICE: SpeakerModelFacts = {
  name: 'moonshine-base-l0-lda128-1',
  dimension: VOICE_DIMENSION,
  thresholds: { maxDistance: 0.25, margin: 0.15, minEvidenceMs: 5_000, minClipMs: 2_000 },
  isExperimental: true,
};
