/** The mean over 5 frames (160 ms) is compared: a gap between words, not the closure of a p or a t. */
const HALF_WINDOW = 2;
/** A frame in which the detector hears no voice is worth as much as one that is this much quieter. */
const UNVOICED_BONUS_DB = 6;

/**
 * Where a long utterance is best cut: the frame in the middle of its quietest stretch. Of equally quiet ones the latest, so that parts are long.
 * @param levelsDb loudness of each frame
 * @param voiced the detector's verdict on each frame
 */
export function quietestFrame(
  levelsDb: readonly number[],
  voiced: readonly boolean[],
  { from, to }: { from: number; to: number },
): number {
  let best = to;
  let bestCost = Infinity;
  for (let frame = from; frame <= to; frame += 1) {
    const cost = costAround(frame, levelsDb, voiced);
    if (cost <= bestCost) [best, bestCost] = [frame, cost];
  }
  return best;
}

function costAround(frame: number, levelsDb: readonly number[], voiced: readonly boolean[]): number {
  let sum = 0;
  let count = 0;
  for (let index = frame - HALF_WINDOW; index <= frame + HALF_WINDOW; index += 1) {
    const level = levelsDb[index];
    if (level === undefined) continue;
    sum += voiced[index] ? level : level - UNVOICED_BONUS_DB;
    count += 1;
  }
  return sum / Math.max(1, count);
}
