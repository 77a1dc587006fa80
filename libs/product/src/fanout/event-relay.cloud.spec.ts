import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import { AppEventBus } from '#libs/contracts';
import { relayEvents } from './event-relay.js';

const redisUrl = inject('redisUrl');

describe.skipIf(redisUrl === null)('the relay of events between processes', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  /** What one process of an installation has: its bus, and a Socket.IO server that need not listen anywhere. */
  async function startProcess(installation: string): Promise<AppEventBus> {
    const redis = new Redis(redisUrl!, { maxRetriesPerRequest: null });
    const server = new Server();
    server.adapter(createAdapter(redis, { streamName: installation, channelPrefix: installation }));
    closing.push(async () => {
      await server.of('/').adapter.close();
      redis.disconnect();
    });
    const bus = new AppEventBus();
    relayEvents(bus, server);
    await vi.waitFor(async () => {
      const channels = (await redis.pubsub('NUMSUB', `${installation}#/#`)) as [string, number];
      expect(channels[1]).toBe(closing.length);
    });
    return bus;
  }

  const heardBy = (bus: AppEventBus) => {
    const heard: string[] = [];
    bus.on('conversation.processed', ({ conversationId }) => heard.push(conversationId));
    return heard;
  };

  it('tells every other process once, and the one in which it happened not again', async () => {
    const name = `relay-${crypto.randomUUID()}`;
    const buses = [await startProcess(name), await startProcess(name), await startProcess(name)];
    const heard = buses.map(heardBy);
    buses[0]!.emit('conversation.processed', { ownerId: 'ada', conversationId: 'c1', isNew: true });
    buses[1]!.emit('conversation.processed', { ownerId: 'ada', conversationId: 'c2', isNew: true });
    await vi.waitFor(() => expect(heard.map((ids) => ids.toSorted())).toEqual(Array(3).fill(['c1', 'c2'])));
  });

  it('keeps what was said inside its process', async () => {
    const name = `relay-${crypto.randomUUID()}`;
    const [here, there] = [await startProcess(name), await startProcess(name)];
    const segments = vi.fn();
    there.on('segments.stored', segments);
    const processed = heardBy(there);
    here.emit('segments.stored', { ownerId: 'ada', conversationId: 'c1', language: 'en', segments: [] });
    here.emit('conversation.processed', { ownerId: 'ada', conversationId: 'c1', isNew: true });
    await vi.waitFor(() => expect(processed).toEqual(['c1']));
    expect(segments).not.toHaveBeenCalled();
  });
});
