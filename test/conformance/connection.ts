import { expect, it, vi } from 'vitest';
import { opusOfSounds } from '../support/hearing/spoken-sound.js';
import { OmiClient } from '../support/omi-client.js';
import { flush, hears, send, SOON, toldConversations, type World } from './world.js';

/** Invariants 1 to 10; those that take minutes are in `over-time.ts`. */
export function connectionInvariants(world: () => World): void {
  it('1. a valid token and default parameters are accepted; `uid` changes nothing', async () => {
    const [owner, other] = [world().owner(), world().owner()];
    const client = await owner.stream({
      query: { codec: undefined, sample_rate: undefined, uid: 'somebody-else' },
    });
    const [id] = toldConversations(client);
    expect((await owner.conversations('in_progress')).map((row) => row.id)).toEqual([id]);
    expect(await other.conversations('in_progress')).toEqual([]);
  });

  it('2. without a good token nothing is told but the end, at once', async () => {
    const { expired } = world().refused;
    const headers: Record<string, string>[] = [
      {},
      { Authorization: 'Bearer' },
      { Authorization: 'Bearer one two' },
      { Authorization: 'Bearer forged' },
      { Authorization: `Bearer ${expired}` },
    ];
    const before = performance.now();
    const codes = await Promise.all(
      headers.map(async (shown) => {
        const client = await OmiClient.connect(world().url, { headers: shown });
        const { code } = await client.closed;
        expect(client.texts).toEqual([]);
        return code;
      }),
    );
    expect(codes).toEqual([1008, 1008, 1008, 1008, 4001]);
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('2. (web) a browser that does not sign in is told so and closed', async () => {
    const path = '/v4/web/listen';
    const messages = ['{"type":"auth","token":"forged"}', 'no json', '{"type":"hello"}', '{"type":"auth"}'];
    const reasons = await Promise.all(
      messages.map(async (message) => {
        const client = await OmiClient.connect(world().url, { path });
        client.sendText(message);
        const { code, reason } = await client.closed;
        expect(code).toBe(1008);
        expect(client.named('auth_response').some(({ success }) => success === true)).toBe(false);
        return reason;
      }),
    );
    expect(reasons).toEqual(['Invalid token', 'Invalid JSON', 'First message must be auth', 'Missing token']);
  });

  it('3. unknown parameters, services and sources keep nobody away', async () => {
    const query = { favourite_colour: 'green', stt_service: 'nobody-knows', source: 'toaster' };
    const client = await world().owner().stream({ query });
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  it('4. `auto` is `multi`; an unsupported language closes with 1008 and its name', async () => {
    const [auto, multi] = [world().owner(), world().owner()];
    await Promise.all([
      auto.stream({ query: { language: 'auto' } }),
      multi.stream({ query: { language: 'multi' } }),
    ]);
    const languages = await Promise.all(
      [auto, multi].map(async (owner) => (await owner.conversations('in_progress'))[0]!.language),
    );
    expect(languages[0]).toBe(languages[1]);
    const refused = await auto.connect({ query: { language: 'xx' } });
    expect(await refused.closed).toEqual({ code: 1008, reason: 'The language is not supported, xx' });
  });

  it('5. an unsupported codec closes with 1003, and its audio is not taken', async () => {
    const owner = world().owner();
    for (const query of [{ codec: 'mp7' }, { codec: 'opus', sample_rate: 11_025 }]) {
      const client = await owner.connect({ query });
      send(client, opusOfSounds(1));
      expect((await client.closed).code).toBe(1003);
    }
    expect(await owner.conversations('in_progress', 'processing', 'completed')).toEqual([]);
  });

  it('6. a token whose account is gone closes with 1008 `Bad user`', async () => {
    const client = await OmiClient.connect(world().url, { token: world().refused.nobody });
    expect(await client.closed).toEqual({ code: 1008, reason: 'Bad user' });
    expect(client.texts).toEqual([]);
  });

  it('8. pings of the WebSocket protocol are answered', async () => {
    const { socket } = await world().owner().stream();
    const answer = new Promise((resolve) => socket.once('pong', (data) => resolve(data.toString())));
    socket.ping('are you there');
    expect(await answer).toBe('are you there');
  });

  it('10. messages of no, one or two bytes are no sound', async () => {
    const owner = world().owner();
    const client = await owner.stream();
    for (let times = 0; times < 50; times += 1) {
      for (const bytes of [[], [0x8a], [0x8a, 0]]) client.sendFrame(Uint8Array.from(bytes));
    }
    send(client, opusOfSounds(1, 2));
    for (const bytes of [[], [0x8a], [0x8a, 0]]) client.sendFrame(Uint8Array.from(bytes));
    flush(client);
    await hears(client, 'w1 w2');
    const [first] = client.segments.values();
    expect(first!.start).toBeLessThan(1);
    await vi.waitFor(async () => {
      const metrics = await (await world().server.fetch('/metrics')).text();
      expect(metrics).toMatch(/mneme_live_sockets\{door="omi"\} \d+/);
    }, SOON);
  });
}
