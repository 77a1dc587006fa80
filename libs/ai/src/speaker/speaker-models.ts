import type { SpeakerModelFacts } from '../ports/speaker-embedder.js';
import { VOICE_DIMENSION } from './moonshine-voice.js';

/** Thresholds are those of the reference, which uses a model of the same kind. Source: specification of listening, §7.4; not measured here. */
export const CAMPPLUS: SpeakerModelFacts = {
  name: 'campplus-voxceleb-1',
  dimension: 512,
  thresholds: { maxDistance: 0.45, margin: 0.1, minEvidenceMs: 5_000, minClipMs: 2_000 },
  isExperimental: false,
};

/** Thresholds: see the figures in `speaker-quality.spec.ts`. */
export const MOONSHINE_VOICE: SpeakerModelFacts = {
  name: 'moonshine-base-l0-lda128-1',
  dimension: VOICE_DIMENSION,
  thresholds: { maxDistance: 0.45, margin: 0.15, minEvidenceMs: 5_000, minClipMs: 2_000 },
  isExperimental: true,
};
