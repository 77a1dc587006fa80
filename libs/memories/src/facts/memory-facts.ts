import { sentencesOf } from '#libs/ai';
import { bestFacts } from './best-facts.js';
import type { ExtractedFact, FactInput } from './fact.js';
import { FactListener } from './fact-listener.js';
import { ownerVoice } from './owner-voice.js';
import { People } from './people.js';
import { isBroadcast } from './utterance-guards.js';

/**
 * The rule-based extractor: lasting facts that somebody states about themselves or their people. Reads statements, never questions, wishes or
 * plans; what is not told by the owner counts only when it is said of the owner's people by name of their relation.
 * Pure and synchronous: it runs in a worker thread.
 */
export function memoryFacts(input: FactInput): ExtractedFact[] {
  const { turns, ownerName } = input.transcript;
  const isUnattributed = turns.every((turn) => turn.isUser !== true);
  if (isUnattributed && (isBroadcast(turns) || turns.every((turn) => turn.isUser === false))) return [];
  let turnIndex = -1;
  const utterances = turns.flatMap((turn) =>
    sentencesOf(turn, ownerName).map(({ text, opening }) => {
      if (opening) turnIndex += 1;
      return { text, turn, turnIndex, isUser: turn.isUser };
    }),
  );
  const people = People.known(input.existing);
  const voices = ownerVoice(utterances, ownerName, people);
  const spoken = utterances.map((utterance, index) => ({ ...utterance, voice: voices[index]! }));
  const listener = new FactListener(input, people);
  // Who somebody is may be said after what is told of them.
  for (const sentence of spoken) listener.introduce(sentence);
  for (const sentence of spoken) listener.hear(sentence);
  return bestFacts(listener.candidates, input);
}

/** What the worker thread calls: the facts in the shape of the task's answer. */
export function answerWithFacts(input: FactInput): { memories: ExtractedFact[] } {
  return { memories: memoryFacts(input) };
}
