import { describe, expect, it } from 'vitest';
import type { Structured, TranscriptInput } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { SilentLog } from '#libs/observability';
import type { ModelSteps } from '../costs/model-steps.js';
import type { StageContext } from '../pipeline/stage.js';
import type { ConversationHead } from '../store/conversation-row.js';
import { uncounted } from '../understanding/steps.js';
import { AppSummaryStage } from './app-summary.stage.js';
import { InstalledApps, SummaryApps, type AppSummary, type ChosenApp } from './summary-apps.js';

const AWAY = new AppError('unavailable', 'STORAGE_AWAY', 'The store is away.');
const TURN = { segmentIds: ['s1'], speaker: 'You', isUser: true, text: 'Hello.', start: 0, end: 1 };

/** Apps that do what a test says, and remember who was to write. */
class ScriptedApps extends SummaryApps {
  readonly written: string[] = [];
  suggestions = 0;
  chosen: () => ChosenApp | null = () => ({ appId: 'minutes', isAsked: true });
  answer: () => AppSummary = () => ({ content: 'We met.', failure: null });

  override demand(): Promise<void> {
    return Promise.resolve();
  }

  override suggest(): Promise<readonly string[]> {
    this.suggestions += 1;
    return Promise.resolve(['minutes']);
  }

  override async choose(): Promise<ChosenApp | null> {
    await Promise.resolve();
    return this.chosen();
  }

  override async write(_ownerId: string, { appId }: ChosenApp): Promise<AppSummary> {
    await Promise.resolve();
    this.written.push(appId);
    return this.answer();
  }
}

function stageWith(apps: ScriptedApps): AppSummaryStage {
  const installed = new InstalledApps();
  installed.register(apps);
  const steps = { runnerOf: () => uncounted } as unknown as ModelSteps;
  return new AppSummaryStage(installed, steps, new SilentLog());
}

function contextOf(head: Partial<ConversationHead> = {}, turns = [TURN]): StageContext {
  return {
    run: { ownerId: 'ada', conversationId: 'c1', revision: 1 },
    head: head as ConversationHead,
    input: { turns } as unknown as TranscriptInput,
    findings: { structured: { title: 'A talk' } as Structured },
    signal: new AbortController().signal,
  } as StageContext;
}

describe('the turn that apps have in processing', () => {
  it('gives the text of the chosen app, and what suits', async () => {
    expect(await stageWith(new ScriptedApps()).run(contextOf())).toEqual({
      suggestedApps: ['minutes'],
      appSummary: { appId: 'minutes', content: 'We met.', failure: null },
    });
  });

  it('is that of the app which the owner named, and looks for suggestions once', async () => {
    const apps = new ScriptedApps();
    const head = { requested_app_id: 'poems', suggested_summarization_apps: ['lists'] };
    expect(await stageWith(apps).run(contextOf(head))).toMatchObject({ suggestedApps: ['lists'] });
    expect([apps.written, apps.suggestions]).toEqual([['poems'], 0]);
  });

  it.each([
    ['that is locked', contextOf({ is_locked: true })],
    ['whose summary its owner wrote', contextOf({ user_edits: { app_result: true } })],
    ['in which there is nothing', contextOf({}, [])],
    ['that was set aside', { ...contextOf(), findings: {} }],
  ])('does not come for a conversation %s', async (_, context) => {
    const apps = new ScriptedApps();
    expect(await stageWith(apps).run(context)).toEqual({});
    expect(apps.written).toEqual([]);
  });

  it('fails nothing when an app fails, and says why to who asked for it alone', async () => {
    const apps = new ScriptedApps();
    apps.answer = () => {
      throw AWAY;
    };
    const failed = { appId: 'minutes', content: null, failure: 'STORAGE_AWAY' };
    expect(await stageWith(apps).run(contextOf())).toMatchObject({ appSummary: failed });
    apps.chosen = () => ({ appId: 'minutes', isAsked: false });
    expect(await stageWith(apps).run(contextOf())).toMatchObject({ appSummary: null });
  });

  it('leaves everything as it is when nobody can say which app', async () => {
    const apps = new ScriptedApps();
    apps.chosen = () => {
      throw AWAY;
    };
    expect(await stageWith(apps).run(contextOf())).toEqual({});
  });

  it('ends when processing is to end, without a word about the app', async () => {
    const apps = new ScriptedApps();
    const stop = new AbortController();
    apps.answer = () => {
      stop.abort(new Error('stopping'));
      throw AWAY;
    };
    const context = { ...contextOf(), signal: stop.signal };
    await expect(stageWith(apps).run(context)).rejects.toThrow('stopping');
  });
});
