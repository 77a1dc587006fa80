import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConversationsBench } from '../testing/conversations-bench.js';
import { Topics } from './topics.js';

describe('the topic of a text', () => {
  let bench: ConversationsBench;
  beforeAll(async () => {
    bench = await ConversationsBench.start();
  });
  afterAll(() => bench.stop());

  const topicOf = (text: string) => bench.settled(bench.get(Topics).of('ada', text));

  it('is a headline of what was said, and an emoji, also without a chat model', async () => {
    const topic = await topicOf(
      'Anna: We have to talk about the garden party.\nBen: Yes, the garden party is on Saturday, and the garden needs chairs.',
    );
    expect(topic.title).toMatch(/garden/i);
    expect(topic.emoji).toMatch(/\p{Extended_Pictographic}/u);
  });
  it('is told of the end of a very long one', async () => {
    const before = 'Ben: The weather was fine on that day.\n'.repeat(2_000);
    const { title } = await topicOf(
      `${before}${'Anna: The budget review is what matters, the budget of the museum.\n'.repeat(200)}`,
    );
    expect(title).toMatch(/budget|museum/i);
  });
  it('is refused where nothing is said', () =>
    expect(topicOf('Anna: \n\n')).rejects.toMatchObject({ kind: 'invalid', code: 'TRANSCRIPT_EMPTY' }));
});
