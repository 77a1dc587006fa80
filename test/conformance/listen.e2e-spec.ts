import { afterAll, beforeAll, describe } from 'vitest';
import { audioInvariants } from './audio.js';
import { connectionInvariants } from './connection.js';
import { eventInvariants } from './events.js';
import { World } from './world.js';

describe.concurrent('conformance with the listen protocol', () => {
  let world: World;
  const here = () => world;
  beforeAll(async () => void (world = await World.start(60)));
  afterAll(() => world?.end());

  describe('Connection', () => connectionInvariants(here));
  describe('Events', () => eventInvariants(here));
  describe('Audio and segments', () => audioInvariants(here));
});
