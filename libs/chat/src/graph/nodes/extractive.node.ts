import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { Answer, AnswerSource } from '../../answer/answer-input.js';
import { answerTask } from '../../answer/answer.task.js';
import type { CitedSource } from '../../citations/citation-registry.js';
import { sourceOfConversation, sourceOfMemory } from '../../evidence/cited-source.js';
import { gatherAnswerInput, type GatheredEvidence } from '../../evidence/gather-answer-input.js';
import { toolLabel } from '../../tools/chat-tools.js';
import { AnswerWriter } from '../answer-writer.js';
import type { ChatGraphDeps } from '../chat-graph-deps.js';
import type { ChatStateUpdate, ChatStateValues } from '../chat-state.js';
import type { ChatTurn } from '../chat-turn.js';

/** Answers by quoting what search brings up: all there is without a chat model, and what stands in when the model is away. */
export const extractiveNode =
  (turn: ChatTurn, { language, meter }: ChatGraphDeps) =>
  async (_state: ChatStateValues, config: LangGraphRunnableConfig): Promise<ChatStateUpdate> => {
    const writer = new AnswerWriter(config);
    writer.think(toolLabel('search_conversations', turn));
    const asked = { text: turn.question, askedAtMs: turn.askedAtMs, timeZone: turn.timeZone };
    const gathered = await gatherAnswerInput(asked, turn.evidence);
    const { output, answeredBy } = await language.run(answerTask, gathered.input, config.signal, meter);
    writer.write(withNumbers(turn, output, gathered));
    return { answer: writer.text, answeredBy: answeredBy === 'model' ? 'model' : 'extractive' };
  };

/** The answer with the turn's numbers in place of its own. */
function withNumbers({ citations }: ChatTurn, answer: Answer, gathered: GatheredEvidence): string {
  const numbers = answer.sources.map((source) => citations.numberOf(sourceOf(source, gathered)));
  return answer.text.replace(/\[(\d{1,3})\]/g, (marker, digits: string) => {
    const number = numbers[Number(digits) - 1];
    return number === undefined ? marker : `[${number}]`;
  });
}

function sourceOf(source: AnswerSource, { input, conversations, memories }: GatheredEvidence): CitedSource {
  if (source.kind === 'memory') return sourceOfMemory(memories[source.memory]!.memory);
  const conversation = conversations[source.conversation]!;
  if (source.kind === 'conversation') return sourceOfConversation(conversation);
  const turns = input.conversations[source.conversation]!.turns.slice(source.first, source.last + 1);
  return sourceOfConversation(
    conversation,
    turns.flatMap(({ segmentIds }) => segmentIds),
  );
}
