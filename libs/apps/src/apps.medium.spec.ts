import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { People } from '#libs/accounts';
import type { Conversation } from '#libs/contracts';
import { ConversationCreation, ConversationEdits, ConversationRepository } from '#libs/conversations';
import { DataLifecycle, DocumentStore, OwnerProtection, SealedStorage } from '#libs/storage';
import { AppsService, ConversationApps } from './index.js';
import { BUILT_IN_APPS } from './built-in/built-in-apps.js';
import { MAX_OWN_APPS } from './store/app.repository.js';
import { AppsBench, HAIKU } from './testing/index.js';

/** A meeting that is long enough for minutes. */
const MEETING = `
You: Good morning everybody, we have to talk about the catalogue for the spring sale and about the printing costs.
Karen: The printer wants four thousand dollars for the catalogue if we keep all sixty pages of it.
You: Last year the catalogue had forty pages and nobody complained about the missing pages.
Karen: Right, the customers look at the first pages and at the garden furniture, the rest of the pages they throw away.
Peter: So let's go with forty pages and put the garden furniture on the first pages of the catalogue.
Karen: Agreed. I will send the new price of the printer to both of you this evening.
You: I promise to write the text for the furniture pages by Thursday.
Peter: And who takes the photos of the furniture, is the photographer still on holiday?
Karen: I don't know, I have to check with the agency.
You: I will call the photographer tomorrow morning and ask for an offer for the furniture photos.
Karen: The budget review is on Friday at three in the afternoon in my office, please bring the numbers of last year.
You: Yes, I will bring the numbers of last year to the review.
`.trim();
const SHORT = 'You: I have to buy milk tomorrow.\nAnna: Thank you, that is very kind of you.';

describe('summary apps on embedded storage, without a language model', () => {
  let bench: AppsBench;
  let meeting: Conversation;
  beforeAll(async () => {
    bench = await AppsBench.start();
    for (const name of ['Karen', 'Peter']) await bench.get(People).create(bench.owner, name);
    meeting = await bench.hear(MEETING);
  });
  afterAll(() => bench.stop());

  const apps = () => bench.get(AppsService);
  const resultOf = ({ apps_results: results }: Conversation) => {
    expect(results.length).toBeLessThanOrEqual(1);
    return results[0] ?? null;
  };
  const prefer = (id: string | null) => apps().prefer(bench.owner, id);

  it('writes for who chose nothing what the overview does not say, in words that were said', () => {
    const { suggested_summarization_apps: suggested, structured, plugins_results: twins } = meeting;
    expect(suggested!.length).toBeGreaterThan(0);
    expect(suggested!.length).toBeLessThanOrEqual(3);
    for (const id of suggested!) expect(BUILT_IN_APPS.map((app) => app.id)).toContain(id);
    const { app_id: appId, content } = resultOf(meeting)!;
    expect(appId).toBe(suggested![0]);
    expect(twins).toEqual([{ plugin_id: appId, content }]);
    expect(content).toContain(structured.overview);
    const quoted = [...content.matchAll(/“([^”]+)”/g)].map(([, words]) => words!);
    expect(quoted.length).toBeGreaterThan(1);
    for (const words of quoted) expect(MEETING).toContain(words);
    expect(content).not.toMatch(/speaker[ _]\d/i);
  });

  it('leaves a conversation alone of which there is no more to say', async () => {
    const short = await bench.hear(SHORT);
    expect(short).toMatchObject({ apps_results: [], plugins_results: [] });
    expect(short.app_summary_failure ?? null).toBeNull();
  });

  it('30. a preferred app wins over suggestions, in every conversation from then on', async () => {
    await prefer('action_item_extractor');
    const again = await bench.reprocess(meeting.id);
    expect(resultOf(again)).toMatchObject({ app_id: 'action_item_extractor' });
    expect(again.suggested_summarization_apps).toEqual(meeting.suggested_summarization_apps);
    const { content } = resultOf(await bench.hear(SHORT))!;
    expect(content).toMatch(/## Yours\n\n- .*milk.*\(due /i);
    await prefer(null);
  });

  it('8. an app that is named writes the one result, and stays the app of the conversation', async () => {
    await prefer('action_item_extractor');
    const named = await bench.reprocess(meeting.id, 'insight_analyzer');
    expect(resultOf(named)!.app_id).toBe('insight_analyzer');
    expect(resultOf(named)!.content).toMatch(/## Decisions\n\n- Peter: “So let's go with forty pages/);
    expect(named.id).toBe(meeting.id);
    expect(resultOf(await bench.repeatJob(named))).toEqual(resultOf(named));
    // Whoever names none any more wants the usual one.
    expect(resultOf(await bench.reprocess(meeting.id))!.app_id).toBe('action_item_extractor');
    await prefer(null);
  });

  it('9. refuses an app that is not there, and one that nobody could write for', async () => {
    const before = await bench.current(meeting.id);
    await expect(bench.reprocess(meeting.id, 'poet')).rejects.toMatchObject({ code: 'APP_NOT_FOUND' });
    const haiku = await apps().create(bench.owner, HAIKU);
    await expect(bench.reprocess(meeting.id, haiku)).rejects.toMatchObject({ code: 'APP_NEEDS_MODEL' });
    expect((await bench.current(meeting.id)).revision).toBe(before.revision);
    const trial = bench.get(ConversationApps).tryPrompt(bench.owner, meeting.id, 'Write a haiku.');
    await expect(trial).rejects.toMatchObject({ code: 'APP_NEEDS_MODEL' });
    await apps().delete(bench.owner, haiku);
  });

  it('invents nothing for an app whose prompt nobody can read, and says why', async () => {
    const haiku = await apps().create(bench.owner, HAIKU);
    await prefer(haiku);
    const fresh = await bench.hear(MEETING);
    expect(fresh).toMatchObject({
      status: 'completed',
      apps_results: [],
      app_summary_failure: { app_id: haiku, code: 'APP_NEEDS_MODEL' },
    });
    await apps().delete(bench.owner, haiku);
    const again = await bench.reprocess(fresh.id);
    expect(again.app_summary_failure).toBeNull();
    expect(resultOf(again)!.app_id).toBe(meeting.suggested_summarization_apps![0]);
  });

  it('never overwrites what its owner wrote, unless its owner names an app', async () => {
    const { id } = await bench.hear(MEETING);
    const { app_id: appId } = resultOf(await bench.reprocess(id, 'summary_assistant'))!;
    const content = 'My own words about it.';
    await bench.get(ConversationEdits).writeSummary(bench.owner, id, { appId, content });
    await prefer('insight_analyzer');
    const kept = await bench.reprocess(id);
    expect(kept.apps_results).toEqual([{ app_id: appId, content }]);
    expect(kept.plugins_results).toEqual([{ plugin_id: appId, content }]);
    expect(resultOf(await bench.reprocess(id, 'meeting_minutes'))!.app_id).toBe('meeting_minutes');
    await prefer(null);
  });

  it('runs no app that its owner has disabled, unless it is named', async () => {
    for (const { id } of BUILT_IN_APPS) await apps().disable(bench.owner, id);
    const fresh = await bench.hear(MEETING);
    expect(fresh).toMatchObject({ apps_results: [], suggested_summarization_apps: [] });
    expect(resultOf(await bench.reprocess(fresh.id, 'meeting_minutes'))!.app_id).toBe('meeting_minutes');
    for (const { id } of BUILT_IN_APPS) await apps().enable(bench.owner, id);
    expect(await apps().enabled(bench.owner)).toEqual(BUILT_IN_APPS.map(({ id }) => id));
  });

  it('writes nothing about a conversation that was set aside or is locked', async () => {
    await prefer('summary_assistant');
    const creation = bench.get(ConversationCreation);
    const filler = { text: 'Um, uh, hm. Okay.', speaker: 0, isUser: false, personId: null, start: 0, end: 2 };
    const aside = await creation.fromSegments(bench.owner, { segments: [filler] });
    await creation.whenProcessed(bench.owner, aside);
    expect(await bench.current(aside.id)).toMatchObject({ discarded: true, apps_results: [] });
    const { id } = await bench.hear(MEETING);
    const row = { apps_results: [], plugins_results: [] };
    const conversations = bench.get(ConversationRepository);
    await conversations.changeHead(bench.owner, id, () => ({ ...row, is_locked: true }));
    const { revision } = (await conversations.findHead(bench.owner, id))!;
    await conversations.changeHead(bench.owner, id, () => ({ revision: revision + 1, status: 'processing' }));
    const run = { id, revision: revision + 1 } as Conversation;
    await expect(bench.repeatJob(run)).rejects.toMatchObject({ code: 'CONVERSATION_LOCKED' });
    expect((await conversations.findHead(bench.owner, id))!).toMatchObject({ status: 'completed', ...row });
    await prefer(null);
  });

  it('lets an owner write, change and delete apps of his own, and none that come with the server', async () => {
    const id = await apps().create(bench.owner, HAIKU);
    expect(await apps().get(bench.owner, id)).toMatchObject({
      ...HAIKU,
      id,
      uid: bench.owner,
      author: 'Sam',
      private: true,
      approved: false,
      status: 'under-review',
      capabilities: ['memories'],
      enabled: false,
    });
    await apps().update(bench.owner, id, { name: 'Two Haiku' });
    const cards = await apps().list(bench.owner);
    expect(cards.map((card) => card.name)).toContain('Two Haiku');
    for (const card of cards) expect(card).not.toHaveProperty('memory_prompt');
    await apps().delete(bench.owner, id);
    await expect(apps().get(bench.owner, id)).rejects.toMatchObject({ code: 'APP_NOT_FOUND' });
    const builtIn = { kind: 'forbidden', code: 'APP_IS_BUILT_IN' };
    await expect(apps().delete(bench.owner, 'summary_assistant')).rejects.toMatchObject(builtIn);
    await expect(apps().update(bench.owner, 'summary_assistant', {})).rejects.toMatchObject(builtIn);
  });

  it('takes no more apps than an owner may have', async () => {
    const made: string[] = [];
    for (let at = 0; at < MAX_OWN_APPS; at += 1) made.push(await apps().create('crowded', HAIKU));
    await expect(apps().create('crowded', HAIKU)).rejects.toMatchObject({ code: 'APPS_FULL' });
    expect(new Set(made).size).toBe(MAX_OWN_APPS);
  });

  it('shows an owner nobody else’s apps, and lets nobody else choose them', async () => {
    const id = await apps().create(bench.owner, HAIKU);
    await apps().enable(bench.owner, id);
    const missing = { kind: 'not_found', code: 'APP_NOT_FOUND' };
    expect((await apps().list('eve')).map((card) => card.id)).toEqual(BUILT_IN_APPS.map((app) => app.id));
    expect(await apps().enabled('eve')).toEqual([]);
    for (const attempt of [
      apps().get('eve', id),
      apps().update('eve', id, { name: 'Mine' }),
      apps().delete('eve', id),
      apps().enable('eve', id),
      apps().disable('eve', id),
      apps().prefer('eve', id),
    ])
      await expect(attempt).rejects.toMatchObject(missing);
    const theirs = bench.get(ConversationApps).suggested('eve', meeting.id);
    await expect(theirs).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    expect(await apps().get(bench.owner, id)).toMatchObject({ name: 'Haiku', enabled: true });
    await apps().delete(bench.owner, id);
    expect(await apps().enabled(bench.owner)).not.toContain(id);
  });

  it('suggests what is there, the owner’s own first where a conversation is about its matter', async () => {
    const id = await apps().create(bench.owner, { ...HAIKU, name: 'Catalogue Notes' });
    await apps().enable(bench.owner, id);
    const fresh = await bench.hear(MEETING);
    expect(fresh.suggested_summarization_apps![0]).toBe(id);
    const suggested = () => bench.get(ConversationApps).suggested(bench.owner, fresh.id);
    expect((await suggested())[0]).toMatchObject({ id, name: 'Catalogue Notes', enabled: true });
    await apps().delete(bench.owner, id);
    expect((await suggested()).map((card) => card.id)).not.toContain(id);
  });
});

it('keeps what owners write unreadable where they want that, and deletes it with their account', async () => {
  const bench = await AppsBench.start();
  const { owner } = bench;
  const apps = bench.get(AppsService);
  await new OwnerProtection(bench.get(SealedStorage)).setLevel(owner, 'enhanced');
  const id = await apps.create(owner, { ...HAIKU, memory_prompt: 'Count the marmots.' });
  await apps.update(owner, id, { description: 'About the marmots of Andermatt.' });
  const stored = JSON.stringify(
    await bench.get(SealedStorage).raw.documents.get(`users/${owner}/apps/${id}`),
  );
  expect(stored).not.toMatch(/marmots/);
  expect(await apps.get(owner, id)).toMatchObject({ description: 'About the marmots of Andermatt.' });
  await bench.get(DataLifecycle).deleteOwner(owner);
  expect(await bench.get(DocumentStore).get(`users/${owner}/apps/${id}`)).toBeNull();
  expect(await bench.get(DataLifecycle).findOwner(owner)).toEqual([]);
  await bench.stop();
});
