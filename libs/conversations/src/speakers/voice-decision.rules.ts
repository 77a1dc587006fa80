import type { SpeakerThresholds } from '#libs/ai';
import { distanceOf } from './vectors.js';

/** What was heard of a voice of one conversation. */
export interface HeardVoice {
  readonly key: string;
  /** The mean of its clips, of any length. */
  readonly vector: Float32Array;
  readonly speechMs: number;
  /** Everything that one voice said, so that no other voice of the conversation can be the same person; false for a single segment. */
  readonly isWhole: boolean;
}

/** A known voice: how it sounded at several times. */
export interface KnownVoice {
  /** `user` for the owner. */
  readonly personId: string;
  readonly prints: readonly { readonly id: string; readonly vector: Float32Array }[];
}

export interface VoiceMatch {
  readonly key: string;
  readonly personId: string;
  readonly printId: string;
  readonly distance: number;
}

/**
 * Who the voices of one conversation are, as far as that is certain. Nobody is named who is not near enough, not clearly nearer than the next
 * known person, or reserved (a person said who that is). One name for one voice: where another voice is nearly as near to the same person,
 * neither is it. Source of the rules: specification of listening, §7.4.
 */
export function decideVoices(
  voices: readonly HeardVoice[],
  known: readonly KnownVoice[],
  thresholds: SpeakerThresholds,
  reserved: ReadonlySet<string> = new Set(),
): VoiceMatch[] {
  const heard = voices.filter(({ speechMs }) => speechMs >= thresholds.minEvidenceMs);
  return heard.flatMap((voice) => {
    const match = nearestOf(voice, known, thresholds);
    if (!match || reserved.has(match.personId)) return [];
    const person = known.find(({ personId }) => personId === match.personId)!;
    const rivals = heard.filter((other) => other !== voice && other.isWhole && voice.isWhole);
    return rivals.some((rival) => isNearly(rival, person, match.distance + thresholds.margin)) ? [] : [match];
  });
}

/** The one known person whose voice it can be. */
function nearestOf(
  voice: HeardVoice,
  known: readonly KnownVoice[],
  { maxDistance, margin }: SpeakerThresholds,
): VoiceMatch | null {
  const nearest = known
    .flatMap((person) => nearestPrint(voice, person) ?? [])
    .sort((a, b) => a.distance - b.distance);
  const [best, second] = nearest;
  if (!best || !(best.distance < maxDistance)) return null;
  return second && !(second.distance - best.distance >= margin) ? null : best;
}

function nearestPrint(voice: HeardVoice, { personId, prints }: KnownVoice): VoiceMatch | null {
  let best: VoiceMatch | null = null;
  for (const { id, vector } of prints) {
    const distance = distanceOf(voice.vector, vector);
    if (Number.isNaN(distance) || (best && best.distance <= distance)) continue;
    best = { key: voice.key, personId, printId: id, distance };
  }
  return best;
}

function isNearly(voice: HeardVoice, person: KnownVoice, limit: number): boolean {
  return (nearestPrint(voice, person)?.distance ?? Infinity) < limit;
}
