import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KnowledgeGraph } from '../knowledge/knowledge-graph.js';
import { MemoriesService } from '../memories.service.js';
import { MemoryReviews } from '../review/memory-reviews.js';
import { OwnerTimers } from '#libs/accounts';
import { DataLifecycle, DocumentStore } from '#libs/storage';
import { MemoryAudit } from '../audit/memory-audit.js';
import { MemoryRepairs } from '../audit/memory-repairs.js';
import { SourceTexts } from '../audit/source-texts.js';
import { MemoryImports } from '../imports/memory-imports.js';
import { ImportRepository } from '../imports/import.repository.js';
import { MemoryRepository } from '../store/memory.repository.js';
import { ConversationRepository } from '#libs/conversations';
import { Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { MemoriesBench, spokenConversation } from '../testing/index.js';
import { ConsolidationTrigger } from './consolidation-trigger.js';
import { MemoryTimers } from './memory-timers.js';

const HOME = spokenConversation('c1', 5, 'I live in Madison, on Willow Street.');
const MOVED = spokenConversation('c2', 20, 'Now we live in Milwaukee, near the lake.');

/** Words that no two of share a root. */
const THINGS = [...'bcdfghklmnprstvz'].flatMap((a) =>
  [...'aeiou'].flatMap((b) => ['lm', 'rk', 'nd'].map((end) => `${a}${b}${end}ax`)),
);

/** A conversation with one fact that no other says. */
const lovesOne = (index: number) =>
  spokenConversation(`c${index}`, 5, 'The sun is out.', `I love ${THINGS[index]}.`);

describe('memories over time', () => {
  let bench: MemoriesBench;
  beforeEach(async () => {
    bench = await MemoriesBench.start();
  });
  afterEach(() => bench.stop());

  const memories = () => bench.get(MemoriesService);
  const ledger = () => memories().ledger(bench.owner, { limit: 100, offset: 0 });

  it('never shows both of two contradicting facts, though they are heard at the same time', async () => {
    await Promise.all([bench.hear(HOME), bench.hear(MOVED)]);
    expect(await bench.shown()).toEqual(['Sam lives in Milwaukee, near the lake']);
    const [now] = await memories().list(bench.owner, { limit: 9, offset: 0 });
    expect((await memories().history(bench.owner, now!.id)).map(({ content }) => content)).toEqual([
      'Sam lives in Madison, on Willow Street',
      'Sam lives in Milwaukee, near the lake',
    ]);
  });

  it('keeps one memory of what two conversations say at the same time', async () => {
    const allergy = (id: string) => spokenConversation(id, 5, 'I am allergic to penicillin.');
    await Promise.all(['c1', 'c2', 'c3'].map((id) => bench.hear(allergy(id))));
    const [memory, ...others] = await ledger();
    expect(others).toEqual([]);
    expect(memory!.evidence.map(({ source_id }) => source_id).sort()).toEqual(['c1', 'c2', 'c3']);
  });

  it('makes what was heard lasting, and builds the graph of it', async () => {
    await bench.hear(HOME);
    expect(await ledger()).toMatchObject([{ layer: 'short_term', kg_extracted: false }]);
    expect(await bench.consolidate()).toBe(1);
    expect(await bench.consolidate()).toBe(0);
    const [memory] = await ledger();
    expect(memory).toMatchObject({ layer: 'long_term', kg_extracted: true });
    const { nodes, edges } = await bench.get(KnowledgeGraph).get(bench.owner);
    expect(nodes.map(({ label }) => label).sort()).toEqual(['Madison', 'Sam', 'Willow Street']);
    expect(edges).toMatchObject([{ memory_ids: [memory!.id] }, { memory_ids: [memory!.id] }]);
  });

  it('takes a memory that goes out of the graph, and keeps the graph whole while it is rebuilt', async () => {
    await bench.hear(HOME);
    await bench.consolidate();
    const graph = bench.get(KnowledgeGraph);
    const before = await graph.get(bench.owner);
    await graph.rebuild(bench.owner);
    expect(await graph.get(bench.owner)).toEqual(before);
    await bench.hear(MOVED);
    await bench.consolidate();
    await bench.idle();
    const labels = (await graph.get(bench.owner)).nodes.map(({ label }) => label);
    expect(labels).toContain('Milwaukee');
    expect(labels).not.toContain('Madison');
  });

  it('consolidates by itself as soon as enough has come together', async () => {
    for (let index = 0; index < 11; index += 1) await bench.hear(lovesOne(index));
    await bench.idle();
    const layers = (await ledger()).map(({ layer }) => layer);
    expect(layers.filter((layer) => layer === 'long_term').length).toBeGreaterThanOrEqual(10);
    expect(await bench.get(JobQueue).countsByName()).toMatchObject({ 'memory.consolidate': { delayed: 1 } });
  });

  it('waits again after its job was lost, for as long as there is something to consolidate', async () => {
    const timers = new OwnerTimers();
    new MemoryTimers(timers, bench.get(ConsolidationTrigger)).onModuleInit();
    expect(await timers.rearm(bench.owner)).toBe(0);
    await bench.hear(HOME);
    await bench.idle();
    await bench.get(JobQueue).forget({ ownerId: bench.owner });
    expect([await timers.rearm(bench.owner), await timers.rearm(bench.owner)]).toEqual([1, 1]);
    expect(await bench.get(JobQueue).countsByName()).toEqual({
      'memory.consolidate': { waiting: 0, delayed: 1, active: 0, dead: 0 },
    });
    expect(await timers.rearm('eve')).toBe(0);
    await bench.consolidate();
    expect(await timers.rearm(bench.owner)).toBe(0);
  });

  it('asks the owner about what contradicts their own words, and does what they say', async () => {
    await bench.hear(HOME);
    const [heard] = await ledger();
    await memories().update(bench.owner, heard!.id, 'Sam lives in Madison near the park');
    await bench.hear(MOVED);
    expect(await bench.shown()).toEqual(['Sam lives in Madison near the park']);
    const reviews = bench.get(MemoryReviews);
    const [asked] = await reviews.list(bench.owner, 'pending', 10);
    expect(asked).toMatchObject({
      reason: 'contradicts_owner',
      memory: { content: 'Sam lives in Milwaukee, near the lake' },
      conflicting: [{ id: heard!.id }],
    });
    await expect(reviews.get('eve', asked!.id)).rejects.toMatchObject({ code: 'MEMORY_REVIEW_NOT_FOUND' });
    await reviews.resolve(bench.owner, asked!.id, 'accept_new');
    await reviews.resolve(bench.owner, asked!.id, 'accept_new');
    await expect(reviews.resolve(bench.owner, asked!.id, 'keep_both')).rejects.toMatchObject({
      code: 'MEMORY_REVIEW_RESOLVED',
    });
    await bench.consolidate();
    expect(await bench.shown()).toEqual(['Sam lives in Milwaukee, near the lake']);
    await bench.hear(MOVED);
    expect(await bench.shown()).toEqual(['Sam lives in Milwaukee, near the lake']);
    expect(await reviews.list(bench.owner, 'pending', 10)).toEqual([]);
  });

  it('lets a question go when what it was about is gone', async () => {
    await bench.hear(HOME);
    const [heard] = await ledger();
    await memories().update(bench.owner, heard!.id, 'Sam lives in Madison near the park');
    await bench.hear(MOVED);
    await memories().delete(bench.owner, heard!.id);
    await bench.consolidate();
    expect(await bench.get(MemoryReviews).list(bench.owner, 'pending', 10)).toEqual([]);
    expect(await bench.shown()).toEqual(['Sam lives in Milwaukee, near the lake']);
  });

  it('lets a replaced fact hold again when the conversation that replaced it is deleted', async () => {
    await bench.hear(HOME);
    await bench.hear(MOVED);
    await bench.get(DataLifecycle).deleteConversation(bench.owner, 'c2');
    expect(await bench.shown()).toEqual(['Sam lives in Madison, on Willow Street']);
    expect(await ledger()).toMatchObject([{ invalid_at: null, superseded_by: null }]);
  });

  it('does not bring back a deleted memory when its conversation is processed again', async () => {
    await bench.hear(HOME);
    const [heard] = await ledger();
    await memories().delete(bench.owner, heard!.id);
    await bench.hear(HOME);
    expect(await bench.shown()).toEqual([]);
  });

  it('does not bring back what was thrown out, said in other words by another conversation', async () => {
    await bench.hear(spokenConversation('c1', 5, 'I am allergic to penicillin.'));
    const [heard] = await ledger();
    await memories().review(bench.owner, heard!.id, false);
    await bench.consolidate();
    await bench.idle();
    await bench.hear(
      spokenConversation('c2', 6, 'As I said, I am allergic to penicillin, always have been.'),
    );
    await bench.consolidate();
    expect(await bench.shown()).toEqual([]);
  });

  it('takes the same words of the owner for one memory, and lets them come back when written again', async () => {
    const first = await memories().create(bench.owner, { content: 'I keep bees', category: 'hobbies' });
    expect(first).toMatchObject({
      category: 'manual',
      topic: 'preferences',
      user_review: true,
      reviewed: true,
    });
    const { memories: again, createdCount } = await memories().createAll(bench.owner, [
      { content: 'I keep bees.' },
      { content: 'I sail' },
    ]);
    expect([again[0]!.id, createdCount]).toEqual([first.id, 1]);
    await memories().review(bench.owner, first.id, false);
    expect(await bench.shown()).toEqual(['I sail']);
    await memories().create(bench.owner, { content: 'I keep bees' });
    expect(await bench.shown()).toEqual(['I keep bees', 'I sail']);
  });

  it('deletes several or none', async () => {
    const { memories: made } = await memories().createAll(bench.owner, [
      { content: 'One' },
      { content: 'Two' },
    ]);
    await expect(memories().deleteMany(bench.owner, [made[0]!.id, 'nothing'])).rejects.toMatchObject({
      code: 'MEMORY_NOT_FOUND',
    });
    expect(await bench.shown()).toEqual(['One', 'Two']);
    await memories().deleteMany(
      bench.owner,
      made.map(({ id }) => id),
    );
    expect(await bench.shown()).toEqual([]);
  });

  it('reads an imported log once, and forgets what only it said when it is deleted', async () => {
    const imports = bench.get(MemoryImports);
    const text =
      'User: I live in Madison, on Willow Street.\nAssistant: You are allergic to eggs.\nUser: Thanks.';
    const [accepted] = await imports.accept(bench.owner, [{ text, source: 'chat' }]);
    await bench.idle();
    expect(await imports.get(bench.owner, accepted!.import.id)).toMatchObject({
      status: 'completed', total_extracts: 1, processed_extracts: 1, created_count: 1,
    }); // prettier-ignore
    expect(await bench.shown()).toEqual(['Sam lives in Madison, on Willow Street']);
    const [again] = await imports.accept(bench.owner, [{ text: ` ${text}\n`, source: 'chat' }]);
    expect(again).toMatchObject({ duplicate: true, import: { id: accepted!.import.id } });
    await expect(imports.get('eve', accepted!.import.id)).rejects.toMatchObject({ kind: 'not_found' });
    await imports.delete(bench.owner, accepted!.import.id);
    expect(await bench.shown()).toEqual([]);
  });

  it('finds in an audit what lost its conversation, and puts that right and nothing else', async () => {
    await bench.hear(HOME);
    await bench.hear(spokenConversation('gone', 6, 'I am allergic to penicillin.'));
    await bench.get(DocumentStore).deleteTree(`users/${bench.owner}/conversations/gone`);
    await memories().create(bench.owner, { content: 'The door code is 4471' });
    const store = bench.get(MemoryRepository);
    const audit = new MemoryAudit(
      store,
      new SourceTexts(bench.get(ConversationRepository), bench.get(ImportRepository)),
      new MemoryRepairs(store, bench.get(JobQueue)),
      bench.get(Clock),
    );
    const { figures, findings } = await audit.run(bench.owner);
    expect(figures).toMatchObject({
      memories: 3,
      current: 3,
      manual: 1,
      findings: { unsupported: 1, secret: 1, duplicate: 0 },
      fixed: 0,
    });
    expect(findings.map(({ kind, fixable }) => [kind, fixable])).toEqual(
      expect.arrayContaining([
        ['unsupported', true],
        ['secret', false],
      ]),
    );
    expect((await audit.run(bench.owner, { fix: true })).figures.fixed).toBe(1);
    expect(await bench.shown()).toEqual(['Sam lives in Madison, on Willow Street', 'The door code is 4471']);
  });

  it('costs as much with two hundred memories as with forty', async () => {
    const hear = (index: number) => bench.hear(lovesOne(index));
    const measured = async (index: number) => {
      await bench.consolidate();
      await bench.idle();
      return bench.costOf(() => hear(index));
    };
    for (let index = 0; index < 40; index += 1) await hear(index);
    const early = await measured(40);
    for (let index = 41; index < 200; index += 1) await hear(index);
    const late = await measured(200);
    expect((await bench.shown()).length).toBeGreaterThan(190);
    expect(late.writes).toBeLessThanOrEqual(early.writes);
    expect(late.reads).toBeLessThanOrEqual(early.reads * 1.2);
  });
});
