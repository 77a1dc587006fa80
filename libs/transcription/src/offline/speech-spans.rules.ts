import type { VoicedStretch } from '#libs/ai';

/** A part of a recording that is recognized, placed and tried again on its own. Milliseconds since the start of the recording. */
export interface SpeechSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** Where somebody speaks in it, with the silence that belongs to it. In order, apart from each other. */
  readonly speech: readonly VoicedStretch[];
}

/** Speech that is closer together belongs to one conversation. Source: specification of the listen protocol, §8.2. */
const SAME_TALK_MS = 120_000;
/** Shorter spans are coughs and doors. Source: as above. */
const MIN_SPAN_MS = 1_000;
/** So that a span fits into memory (19 MB), and little is done again after a crash. */
export const MAX_SPAN_MS = 10 * 60_000;
/** Onsets and soft endings that a detector misses. */
const LEAD_MS = 300;
const TRAIL_MS = 700;
/** Shorter silence says to a recognizer what belongs together; longer silence is not worth its time, or its price. */
const MAX_SILENCE_MS = 4_000;

/** What of a recording is to be recognized: in order, apart from each other. */
export function speechSpans(voiced: readonly VoicedStretch[], durationMs: number): SpeechSpan[] {
  return joinedWithin(SAME_TALK_MS, voiced)
    .filter((talk) => talk.at(-1)!.endMs - talk[0]!.startMs >= MIN_SPAN_MS)
    .flatMap(inSpans)
    .map((part, index, parts) => {
      const [before, after] = [parts[index - 1]?.at(-1), parts[index + 1]?.[0]];
      const notBefore = before ? (before.endMs + part[0]!.startMs) / 2 : 0;
      const notAfter = after ? (part.at(-1)!.endMs + after.startMs) / 2 : durationMs;
      return spanOf(part, notBefore, notAfter);
    });
}

/** The same stretches in groups whose members are closer together than that. */
function joinedWithin(gapMs: number, stretches: readonly VoicedStretch[]): VoicedStretch[][] {
  const groups: VoicedStretch[][] = [];
  for (const stretch of stretches) {
    const last = groups.at(-1);
    if (last && stretch.startMs - last.at(-1)!.endMs < gapMs) last.push(stretch);
    else groups.push([stretch]);
  }
  return groups;
}

/** Cuts a long talk where its pauses are longest. */
function inSpans(talk: readonly VoicedStretch[]): VoicedStretch[][] {
  const spans: VoicedStretch[][] = [];
  let rest = talk.flatMap(bearable);
  while (rest.at(-1)!.endMs - rest[0]!.startMs > MAX_SPAN_MS) {
    const cut = bestCut(rest);
    spans.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...spans, rest];
}

/** A stretch without any pause is cut where it must be. */
function bearable({ startMs, endMs }: VoicedStretch): VoicedStretch[] {
  const pieces: VoicedStretch[] = [];
  for (let from = startMs; from < endMs; from += MAX_SPAN_MS)
    pieces.push({ startMs: from, endMs: Math.min(endMs, from + MAX_SPAN_MS) });
  return pieces;
}

/** The index before which the longest pause of the second half of what fits into one span lies. */
function bestCut(stretches: readonly VoicedStretch[]): number {
  const startMs = stretches[0]!.startMs;
  let best = { index: 1, pauseMs: -1 };
  for (let index = 1; index < stretches.length; index += 1) {
    const before = stretches[index - 1]!;
    if (before.endMs - startMs > MAX_SPAN_MS) break;
    const pauseMs = stretches[index]!.startMs - before.endMs;
    const isLate = before.endMs - startMs >= MAX_SPAN_MS / 2;
    if (best.pauseMs < 0 || (isLate && pauseMs >= best.pauseMs))
      best = { index, pauseMs: isLate ? pauseMs : 0 };
    else if (!isLate) best = { index, pauseMs: 0 };
  }
  return best.index;
}

function spanOf(voiced: readonly VoicedStretch[], notBefore: number, notAfter: number): SpeechSpan {
  const padded = voiced.map(({ startMs, endMs }) => ({
    startMs: Math.max(notBefore, startMs - LEAD_MS),
    endMs: Math.min(notAfter, endMs + TRAIL_MS),
  }));
  const speech = joinedWithin(MAX_SILENCE_MS, padded).map((group) => ({
    startMs: group[0]!.startMs,
    endMs: group.at(-1)!.endMs,
  }));
  return { fromMs: speech[0]!.startMs, toMs: speech.at(-1)!.endMs, speech };
}
