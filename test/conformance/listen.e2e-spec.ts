import { afterAll, beforeAll, describe, it } from 'vitest';
import { audioInvariants } from './audio.js';
import { connectionInvariants } from './connection.js';
import { eventInvariants, expectReadable } from './events.js';
import { lifecycleInvariants } from './lifecycle.js';
import { moreThanSoundInvariants } from './more-than-sound.js';
import { NOT_HERE } from './not-here.js';
import { World } from './world.js';

const ACCOUNTS = 60;

describe('conformance with the listen protocol', { shuffle: false }, () => {
  let world: World;
  const here = () => world;
  beforeAll(async () => {
    for (const [invariant, where] of Object.entries(NOT_HERE)) {
      process.stderr.write(`conformance: invariant ${invariant} is not tested here: ${where}\n`);
    }
    world = await World.start(ACCOUNTS);
  });
  afterAll(() => world?.end());

  describe.concurrent('by one server for everybody', () => {
    describe('Connection', () => connectionInvariants(here));
    describe('Events', () => eventInvariants(here));
    describe('Audio and segments', () => audioInvariants(here));
    describe('Lifecycle', () => lifecycleInvariants(here));
    describe('Photos, speakers, calls', () => moreThanSoundInvariants(here));
  });

  describe('by every frame that any of these clients was sent', () => {
    it('12. text frames are `ping`, a non-empty array, or an object with a type that the app can read', async ({
      expect,
    }) => {
      const client = await world.owner().stream();
      expect(client.texts.length).toBeGreaterThan(0);
      expectReadable(world.clients);
    });
  });
});
