import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppEventBus, extractMemories, type Memory } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { DataLifecycle, KeywordIndex, VectorStore } from '#libs/storage';
import { MemoriesService } from './memories.service.js';
import { MemorySearch } from './search/memory-search.js';
import { MemoriesBench, spokenConversation as conversationOf } from './testing/index.js';

const HOME = conversationOf('c1', 5, 'I live in Madison, on Willow Street.', 'I am allergic to penicillin.');
const MOVED = conversationOf('c2', 20, 'We moved last weekend.', 'Now we live in Milwaukee, near the lake.');
const PAGE = { limit: 100, offset: 0 };

describe('MemoriesModule on embedded storage', () => {
  let app: MemoriesBench;
  let owner: string;
  let memories: MemoriesService;

  beforeEach(async () => {
    app = await MemoriesBench.start();
    owner = app.owner;
    memories = app.get(MemoriesService);
  });
  afterEach(() => app.stop());

  const contents = async (ownerId = owner) =>
    (await memories.list(ownerId, PAGE)).map((memory) => memory.content).sort();
  const found = async (text: string, ownerId = owner) =>
    (await app.get(MemorySearch).search(ownerId, { text, limit: 10 })).map((hit) => hit.memory.content);
  const indexed = () => app.idle();

  it('keeps the facts of a conversation with their evidence, and finds them by words and by meaning', async () => {
    await app.hear(HOME);
    await indexed();
    expect(await contents()).toEqual([
      'Sam is allergic to penicillin',
      'Sam lives in Madison, on Willow Street',
    ]);
    const [allergy] = (await memories.list(owner, PAGE)).filter((memory) => memory.topic === 'health');
    expect(allergy!.evidence).toMatchObject([
      { source_id: 'c1', segment_ids: ['c1-s1'], start: 10, end: 18, quote: 'I am allergic to penicillin.' },
    ]);
    expect((await found('Which medicine is Sam allergic to?'))[0]).toBe('Sam is allergic to penicillin');
  });

  it('changes nothing when the same conversation is processed again', async () => {
    await app.hear(HOME);
    const before = await memories.list(owner, PAGE);
    await app.hear(HOME);
    await indexed();
    expect(await memories.list(owner, PAGE)).toEqual(before);
    expect(await app.get(VectorStore).count('memories', owner)).toBe(2);
  });

  it('hides a fact that was replaced, from lists and from search', async () => {
    await app.hear(HOME);
    await app.hear(MOVED);
    await indexed();
    expect(await contents()).toEqual([
      'Sam is allergic to penicillin',
      'Sam lives in Milwaukee, near the lake',
    ]);
    expect(await found('Madison Willow Street')).not.toContain('Sam lives in Madison, on Willow Street');
    expect(await app.get(KeywordIndex).countByPrefix('memories', owner, '')).toBe(2);
  });

  it('finds facts anew when its owner corrects a word of the conversation', async () => {
    await app.hear(conversationOf('c1', 5, 'I am allergic to penicillin.'));
    await app.hear(conversationOf('c1', 5, 'I am allergic to aspirin.'));
    expect(await contents()).toEqual(['Sam is allergic to aspirin']);
  });

  it('never mixes two owners', async () => {
    await app.hear(HOME);
    await app.hear(conversationOf('c1', 5, 'I am allergic to penicillin and eggs.'), 'eve');
    await indexed();
    expect(await contents('eve')).toEqual(['The owner is allergic to penicillin and eggs']);
    expect(await found('Madison', 'eve')).toEqual([]);
    const [mine] = await memories.list(owner, PAGE);
    await expect(memories.get('eve', mine!.id)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
    await expect(memories.delete('eve', mine!.id)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
  });

  it('keeps what the owner wrote, edited and threw out when a conversation is processed again', async () => {
    await app.hear(HOME);
    const manual = await memories.create(owner, { content: 'I keep the spare key under the pot' });
    const [home, allergy] = sorted(await memories.list(owner, PAGE));
    await memories.update(owner, home!.id, 'Sam lives in Madison near the park');
    await memories.review(owner, allergy!.id, false);
    await app.hear(HOME);
    await indexed();
    expect(await contents()).toEqual([manual.content, 'Sam lives in Madison near the park']);
    expect(await found('penicillin')).toEqual([]);
  });

  it('lets nothing of a deleted conversation stay, but for what another one bears out', async () => {
    await app.hear(HOME);
    await app.hear(conversationOf('c3', 8, 'Yes, I am allergic to penicillin.'));
    await indexed();
    const lifecycle = app.get(DataLifecycle);
    await lifecycle.deleteConversation(owner, 'c1');
    expect(await lifecycle.findConversation(owner, 'c1')).toEqual([]);
    const [left, ...others] = await memories.list(owner, PAGE);
    expect(others).toEqual([]);
    expect(left).toMatchObject({
      content: 'Sam is allergic to penicillin',
      conversation_id: 'c3',
      evidence: [{ source_id: 'c3' }],
    });
    expect(await found('Madison')).toEqual([]);
  });

  it('lets what the owner reworded go with its conversation, and keeps what the owner wrote', async () => {
    await app.hear(HOME);
    const [heard] = await memories.list(owner, PAGE);
    await memories.update(owner, heard!.id, 'Sam lives by the park');
    const written = await memories.create(owner, { content: 'Sam plays the oboe' });
    await app.get(DataLifecycle).deleteConversation(owner, 'c1');
    expect((await memories.list(owner, PAGE)).map(({ id }) => id)).toEqual([written.id]);
  });

  it('takes a deleted memory out of search for good', async () => {
    const memory = await memories.create(owner, { content: 'The boiler was serviced by Anders' });
    await indexed();
    expect(await found('boiler')).toHaveLength(1);
    await memories.delete(owner, memory.id);
    await indexed();
    expect(await app.get(KeywordIndex).countByPrefix('memories', owner, '')).toBe(0);
    await expect(memories.delete(owner, memory.id)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('runs as a job on a stored conversation and says when it is done', async () => {
    await app.store(HOME);
    const heard = new Promise<string[]>((resolve) => {
      app.get(AppEventBus).on('memories.extracted', (event) => resolve(event.memoryIds));
    });
    await app.get(JobQueue).enqueue(extractMemories, { ownerId: owner, conversationId: 'c1', revision: 1 });
    expect(await heard).toHaveLength(2);
    expect(await contents()).toHaveLength(2);
  });
});

function sorted(memories: readonly Memory[]): Memory[] {
  return [...memories].sort((a, b) => b.content.localeCompare(a.content));
}
