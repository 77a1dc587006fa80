import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ListenClient } from '#libs/client';
import type { Conversation } from '#libs/contracts';
import { TcpProxy } from '#libs/storage/testing';
import { heardBy } from '../support/hearing/heard-by.js';
import { HearingProvider } from '../support/hearing/hearing-provider.js';
import { checkNumbers, spokenNumbers } from '../support/hearing/number-speaker.js';
import { MnemeProcess } from '../support/mneme-process.js';

const WORDS = 20;
const TENTHS = 10;
const SOON = { timeout: 60_000, interval: 50 };

describe('the client of this project', () => {
  let provider: HearingProvider;
  let server: MnemeProcess;
  let proxy: TcpProxy;

  beforeAll(async () => {
    provider = await HearingProvider.start();
    server = await MnemeProcess.start({ env: heardBy(provider.port) });
    proxy = await TcpProxy.start(new URL(server.url).host);
  });
  afterAll(async () => {
    await proxy?.close();
    await server?.dispose();
    await provider?.stop();
  });

  /** Counts to `WORDS`; `disturb` is called ahead of each tenth of it, with how many connections there were. */
  async function count(
    url: string,
    deviceId: string,
    disturb: (tenth: number, connections: () => number) => Promise<void> | void,
  ) {
    const ids = new Set<string>();
    let connections = 0;
    const client = new ListenClient(
      { url, token: server.token, codec: 'opus_fs320', sampleRate: 16_000, query: { device_id: deviceId } },
      {
        connection: (state) => void (connections += state === 'connected' ? 1 : 0),
        conversation_session: ({ conversation_id }) => void ids.add(conversation_id),
      },
    );
    await client.connect();
    const session = client.sessionId;
    const packets = spokenNumbers(WORDS);
    const tenth = Math.ceil(packets.length / TENTHS);
    for (const [index, packet] of packets.entries()) {
      if (index % tenth === 0) await disturb(index / tenth, () => connections);
      client.write(packet);
    }
    await client.settled();
    await client.end();
    expect(client.sessionId).toBe(session);
    client.close();
    const [id, ...others] = ids;
    expect(others).toEqual([]);
    return { id: id!, connections };
  }

  async function textOf(id: string): Promise<string> {
    return vi.waitFor(async () => {
      const { transcript_segments } = await server.json<Conversation>(`/v1/conversations/${id}`);
      const text = transcript_segments.map((segment) => segment.text).join(' ');
      expect(checkNumbers(text, WORDS).missing).toBe(0);
      return text;
    }, SOON);
  }

  it('writes over a line that is cut again and again what it writes over a whole one', async () => {
    const whole = await count(server.url, 'whole', () => undefined);
    const cut = await count(`http://${proxy.address}`, 'cut', async (tenth, connections) => {
      await vi.waitFor(() => expect(connections()).toBe(tenth + 1), SOON);
      proxy.cut();
      proxy.mend();
    });
    expect(cut.connections).toBe(TENTHS + 1);
    const text = await textOf(cut.id);
    expect(checkNumbers(text, WORDS)).toEqual({ missing: 0, doubled: 0, misplaced: 0 });
    expect(text).toBe(await textOf(whole.id));
  });

  it('sends what was said without a line when there is one again, in its place', async () => {
    const late = await count(`http://${proxy.address}`, 'late', (tenth) => {
      if (tenth === 2) proxy.cut();
      if (tenth === 8) proxy.mend();
    });
    expect(late.connections).toBe(2);
    expect(checkNumbers(await textOf(late.id), WORDS)).toEqual({ missing: 0, doubled: 0, misplaced: 0 });
  });
});
