import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexMemory } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { DocumentStore, KeywordIndex, VectorStore } from '#libs/storage';
import { KnowledgeGraph } from './knowledge/knowledge-graph.js';
import { MemoriesService } from './memories.service.js';
import { MemorySearch } from './search/memory-search.js';
import { MemoriesBench } from './testing/index.js';

const STATEMENT =
  'Sam keeps the spare key to the old boathouse under the third flower pot behind the shed in Madison';
const LOCKED = { kind: 'locked', code: 'MEMORY_LOCKED' };
const PAGE = { limit: 10, offset: 0 };

describe('a memory that another server locked behind a plan', () => {
  let bench: MemoriesBench;
  let memories: MemoriesService;
  let owner: string;
  let id: string;

  beforeEach(async () => {
    bench = await MemoriesBench.start();
    owner = bench.owner;
    memories = bench.get(MemoriesService);
    ({ id } = await memories.create(owner, { content: STATEMENT }));
    await bench.idle();
    await setLocked(true);
  });
  afterEach(() => bench.stop());

  const setLocked = async (isLocked: boolean) => {
    const path = `users/${owner}/memories/${id}`;
    await bench.get(DocumentStore).write([{ kind: 'merge', path, data: { is_locked: isLocked } }]);
  };
  const found = async () =>
    (await bench.get(MemorySearch).search(owner, { text: 'spare key boathouse', limit: 5 })).length;
  const known = async () => {
    await bench.get(KnowledgeGraph).rebuild(owner);
    return (await bench.get(KnowledgeGraph).get(owner)).nodes;
  };

  it('shows its beginning in lists, and all of it in the export', async () => {
    const [row] = await memories.list(owner, PAGE);
    expect(row).toMatchObject({ id, is_locked: true, content: `${STATEMENT.slice(0, 70)}...` });
    expect((await memories.ledger(owner, PAGE))[0]!.content).toBe(row!.content);
    const [exported] = await Array.fromAsync(memories.all(owner));
    expect(exported!.content).toBe(STATEMENT);
  });

  it('is neither opened nor changed nor deleted by itself', async () => {
    await expect(memories.get(owner, id)).rejects.toMatchObject(LOCKED);
    await expect(memories.history(owner, id)).rejects.toMatchObject(LOCKED);
    await expect(memories.update(owner, id, 'Sam has no boathouse')).rejects.toMatchObject(LOCKED);
    await expect(memories.review(owner, id, false)).rejects.toMatchObject(LOCKED);
    await expect(memories.setVisibility(owner, id, 'public')).rejects.toMatchObject(LOCKED);
    await expect(memories.delete(owner, id)).rejects.toMatchObject(LOCKED);
    await setLocked(false);
    expect(await memories.get(owner, id)).toMatchObject({ content: STATEMENT, visibility: 'private' });
  });

  it('is not found, stands in no index once it is looked at again, and comes back with the lock gone', async () => {
    const looked = async () => {
      await bench.get(JobQueue).enqueue(indexMemory, { ownerId: owner, memoryId: id });
      await bench.idle();
    };
    expect(await found()).toBe(0);
    await looked();
    expect(await bench.get(KeywordIndex).countByPrefix('memories', owner, '')).toBe(0);
    expect(await bench.get(VectorStore).count('memories', owner)).toBe(0);
    expect(await known()).toEqual([]);

    await setLocked(false);
    await looked();
    expect(await found()).toBe(1);
    expect(await known()).not.toEqual([]);
  });

  it('goes when its owner deletes everything', async () => {
    await memories.deleteAll(owner);
    expect(await memories.list(owner, PAGE)).toEqual([]);
  });
});
