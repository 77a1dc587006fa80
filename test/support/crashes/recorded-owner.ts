import { setTimeout as sleep } from 'node:timers/promises';
import { OmiClient } from '../omi-client.js';
import type { Script } from '../hearing/hearing-provider.js';
import { opusOfSounds } from '../hearing/spoken-sound.js';
import { MnemeProcess } from '../mneme-process.js';

/** What everybody says, by numbers from 1 on: a task, an appointment, and lasting facts. */
const LINES = [
  { text: 'Hello Peter, it is so good to see you again after all these months.' },
  { text: 'I moved house, you know. I live in Leeds now, near the old market.', speaker: 0 },
  { text: 'How lovely! And where shall we two have our dinner tonight?', speaker: 1 },
  { text: 'I am allergic to peanuts, so please let us go to the Italian place.' },
  { text: 'I have an appointment with the dentist on Friday at three in the afternoon.' },
  { text: 'I have to call the plumber tomorrow, because the kitchen is under water.' },
] as const;

export const EVERYBODY_SAYS: Script = (number) => LINES[Number(number.slice(1)) - 1];
/** The app that writes a summary of what everybody says. */
const EVERYBODY_PREFERS = 'action_item_extractor';
const LAST_WORDS = 'under water.';
/** No silence is to end a conversation before the test does. */
const LONGEST_TIMEOUT_S = 14_400;

/** Somebody with a conversation that has been said and not been ended. */
export interface RecordedOwner {
  readonly id: string;
  readonly token: string;
  readonly conversationId: string;
}

/** Speaks the lines as a device does, and hangs up. */
export async function recordFor(server: MnemeProcess, token: string): Promise<RecordedOwner> {
  const client = await OmiClient.connect(server.url, {
    token,
    query: { conversation_timeout: LONGEST_TIMEOUT_S },
  });
  await until(() => client.statuses.includes('ready'), 'speech is ready');
  for (const packet of opusOfSounds(...LINES.map((_, index) => index + 1))) client.sendFrame(packet);
  client.sendText({ type: 'CloseStream' });
  await until(() => client.text.endsWith(LAST_WORDS), 'every line was heard');
  const [session] = client.named('conversation_session');
  await client.close();
  await fetchAs(server, token, `/v1/users/preferences/app?app_id=${EVERYBODY_PREFERS}`, { method: 'PUT' });
  const profile = await fetchAs(server, token, '/v1/users/profile');
  const { id } = (await profile.json()) as { id: string };
  return { id, token, conversationId: String(session!['conversation_id']) };
}

export function fetchAs(
  server: MnemeProcess,
  token: string,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  return fetch(server.url + path, { ...init, headers: { Authorization: `Bearer ${token}` } });
}

const PATIENCE_MS = 180_000;
const LOOK_EVERY_MS = 50;

/** Resolves when something is so; rejects with what was waited for when it takes three minutes. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const giveUpMs = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > giveUpMs) throw new Error(`Waited in vain until ${what}.`);
    await sleep(LOOK_EVERY_MS);
  }
}
