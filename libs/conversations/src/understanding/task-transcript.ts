import { type TranscriptInput } from '#libs/contracts';
import { screenSecrets, splitSentences, type SecretScreen } from '#libs/ai';

const screens = new WeakMap<TranscriptInput, SecretScreen>();

/** Finds the transcript's secrets once for all tasks. */
export function secretsOf(input: TranscriptInput): SecretScreen {
  const known = screens.get(input);
  if (known) return known;
  const screen = screenSecrets(
    input.turns.flatMap((turn) => splitSentences(turn.text).map(({ text }) => text)),
  );
  screens.set(input, screen);
  return screen;
}

/** The segments that are cited, by their ids or by the number of their line in the prompt; what does not exist is left out. In order. */
export function existingIds(cited: readonly string[], input: TranscriptInput): string[] {
  const wanted = new Set(cited.flatMap((citation) => [citation, ...lineIds(citation, input)]));
  return input.turns.flatMap(({ segmentIds }) => segmentIds).filter((id) => wanted.delete(id));
}

function lineIds(citation: string, { turns }: TranscriptInput): readonly string[] {
  const number = /^\[?(\d+)\]?$/.exec(citation)?.[1];
  return turns[Number(number) - 1]?.segmentIds ?? [];
}

/** Takes out labels of voices: "Speaker 1 will call" becomes "Someone will call". */
export function withoutVoiceLabels(text: string): string {
  return text
    .replace(/\bSPEAKER[_ ]\d+\b/gi, (label, at: number) =>
      at === 0 || /[.!?]\s*$/.test(text.slice(0, at)) ? 'Someone' : label && 'someone',
    )
    .replace(/\s+/g, ' ')
    .trim();
}
