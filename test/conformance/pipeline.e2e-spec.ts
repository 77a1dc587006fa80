import { afterAll, beforeAll, describe } from 'vitest';
import { OpenAiServer } from '../support/openai-server.js';
import { againInvariants } from './pipeline/again.js';
import { NOT_HERE } from './pipeline/not-here.js';
import { resultInvariants } from './pipeline/results.js';
import { sharingAndSearchInvariants } from './pipeline/sharing-and-search.js';
import { taskAndMemoryInvariants } from './pipeline/tasks-and-memories.js';
import { modelInvariants } from './pipeline/with-a-model.js';
import { World } from './world.js';

const ACCOUNTS = 40;

describe('conformance with the pipeline', { shuffle: false }, () => {
  let world: World;
  const here = () => world;
  beforeAll(async () => {
    for (const [invariant, where] of Object.entries(NOT_HERE)) {
      process.stderr.write(`conformance: invariant ${invariant} is not tested here: ${where}\n`);
    }
    world = await World.start(ACCOUNTS);
  });
  afterAll(() => world?.end());

  describe.concurrent('of a server without a language model', () => {
    describe('Results', () => resultInvariants(here));
    describe('Processing again', () => againInvariants(here));
    describe('Tasks and memories', () => taskAndMemoryInvariants(here));
    describe('Sharing and search', () => sharingAndSearchInvariants(here));
  });
});

describe('conformance with the pipeline of a server with a language model', () => {
  let model: OpenAiServer;
  let world: World;
  beforeAll(async () => {
    model = await OpenAiServer.start();
    world = await World.start(10, { env: { LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'replayed' } });
  });
  afterAll(async () => {
    await world?.end();
    await model?.close();
  });

  modelInvariants(
    () => world,
    () => model,
  );
});
