import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { opusOfSounds } from '../hearing/spoken-sound.js';
import { PROJECT } from '../mneme-process.js';
import { mutatedEmission, mutatedFrame, mutatedQuery, mutatedText } from './mutations.js';
import { Random } from './random.js';

/** Sessions at once. */
const ATTACKERS = 8;
/** What a session sends before it goes, at most. */
const MOST_MESSAGES = 50;
/** A server that says nothing for so long hangs. */
const PATIENCE_MS = 30_000;
/** What WebSocket libraries say by themselves: of a frame that is none, of text that is none, and of a line that broke or a bare close. */
const CODES_OF_WEBSOCKETS = ['1000', '1002', '1005', '1006', '1007'];

export interface FuzzOptions {
  readonly url: string;
  readonly token: string;
  readonly seed: number;
  /** Messages and handshakes. */
  readonly count: number;
}

export interface FuzzReport {
  messages: number;
  sessions: number;
  /** How sessions ended that the server closed, and what messages were answered with, by code. */
  readonly answers: Map<string, number>;
  /** Those that no document names. */
  readonly undocumented: Set<string>;
  /** Sessions that the server neither closed nor answered. */
  hung: number;
}

/** Sends a server what it does not expect, through both doors. The same seed sends the same; what overlaps with what is up to the machine. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const documented = await documentedCodes();
  const report: FuzzReport = {
    messages: 0,
    sessions: 0,
    answers: new Map(),
    undocumented: new Set(),
    hung: 0,
  };
  const frames = opusOfSounds(1, 2, 3);
  const attack = async () => {
    while (report.messages < options.count) {
      const random = new Random(options.seed + report.sessions * 7_919);
      report.sessions += 1;
      const session = new FuzzSession(options, random, frames);
      const ended = await session.run();
      report.messages += session.messages;
      if (ended === 'hung') report.hung += 1;
      if (report.hung > ATTACKERS) throw new Error(`The server hangs, with seed ${options.seed}.`);
      for (const code of session.answers) {
        report.answers.set(code, (report.answers.get(code) ?? 0) + 1);
        if (!documented.has(code)) report.undocumented.add(code);
      }
    }
  };
  await Promise.all(Array.from({ length: ATTACKERS }, attack));
  return report;
}

/** Close codes of one protocol and error codes of the other, as their documents name them. */
async function documentedCodes(): Promise<Set<string>> {
  const [omi, mneme] = await Promise.all(
    ['docs/protocol-omi.md', 'docs/listen.md'].map((path) => readFile(join(PROJECT, path), 'utf8')),
  );
  const closes = [...omi!.matchAll(/^\| (\d{4}) /gm)].map(([, code]) => code!);
  const errors = [...mneme!.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)].map(([, code]) => code!);
  return new Set([...CODES_OF_WEBSOCKETS, ...closes, ...errors]);
}

/** One connection, what it sends, and how it goes. */
class FuzzSession {
  messages = 1;
  readonly answers: string[] = [];

  constructor(
    private readonly options: FuzzOptions,
    private readonly random: Random,
    private readonly frames: readonly Uint8Array[],
  ) {}

  run(): Promise<'ended' | 'hung'> {
    return this.random.chance(0.5) ? this.throughOmiDoor() : this.throughMnemeDoor();
  }

  private async throughOmiDoor(): Promise<'ended' | 'hung'> {
    const { random } = this;
    const socket = this.omiSocket();
    let leaves = false;
    const closed = new Promise<void>((resolve) => {
      socket.once('close', (code) => {
        if (!leaves) this.answers.push(String(code));
        resolve();
      });
    });
    await Promise.race([new Promise((resolve) => socket.once('open', resolve)), closed]);
    for (
      let left = random.below(MOST_MESSAGES);
      left > 0 && socket.readyState === WebSocket.OPEN;
      left -= 1
    ) {
      this.sendToOmi(socket);
    }
    const answered = new Promise<void>((resolve) => socket.once('pong', () => resolve()));
    if (socket.readyState === WebSocket.OPEN) socket.ping();
    const outcome = await withinPatience(Promise.race([answered, closed]));
    leaves = true;
    if (random.chance(0.5)) socket.close(random.pick([1000, 1001, 4000, 1000]));
    else socket.terminate();
    const end = await withinPatience(closed);
    socket.terminate();
    return outcome === 'hung' ? outcome : end;
  }

  private omiSocket(): WebSocket {
    const { random } = this;
    const path = random.pick(['/v4/listen', '/v4/listen', '/v4/listen', '/v3/listen', '/v4/web/listen']);
    const address = new URL(path, this.options.url.replace('http', 'ws'));
    for (const [name, value] of Object.entries(mutatedQuery(random)))
      address.searchParams.append(name, value);
    const token = random.chance(0.95) ? this.options.token : 'forged';
    const device = { 'X-Device-Id-Hash': `fuzz-${random.below(20)}` };
    const socket = new WebSocket(address, { headers: { ...device, Authorization: `Bearer ${token}` } });
    socket.on('error', () => undefined);
    if (path.includes('web') && random.chance(0.8)) {
      socket.once('open', () => socket.send(JSON.stringify({ type: 'auth', token })));
    }
    return socket;
  }

  private sendToOmi(socket: WebSocket): void {
    const { random } = this;
    this.messages += 1;
    const kind = random.next();
    if (kind < 0.5) socket.send(mutatedFrame(random, this.frames));
    else if (kind < 0.9) socket.send(mutatedText(random));
    else if (kind < 0.96) socket.send(mutatedFrame(random, this.frames), { binary: false });
    else if (kind < 0.99) socket.send(Buffer.from(mutatedText(random)), { binary: true });
    else lineOf(socket)?.write(random.bytes(1 + random.below(64)));
  }

  private async throughMnemeDoor(): Promise<'ended' | 'hung'> {
    const { random } = this;
    const socket = io(`${this.options.url}/v4/listen`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: random.chance(0.95) ? { token: this.options.token } : { token: random.pick([7, null, 'forged']) },
      query: { ...mutatedQuery(random), device_id: `fuzz-${random.below(20)}` },
    });
    const note = (error: { code?: string } | undefined) => void this.answers.push(error?.code ?? 'no code');
    const over = new Promise<void>((resolve) => {
      socket.once('disconnect', () => resolve());
      socket.once('connect_error', (error) => {
        note((error as { data?: { code?: string } }).data);
        resolve();
      });
    });
    socket.on('session.error', note);
    const begun = new Promise<void>((resolve) => socket.once('session.ready', () => resolve()));
    let outcome = await withinPatience(Promise.race([begun, over]));
    if (socket.connected) outcome = await this.emitAll(socket, over);
    socket.disconnect();
    return outcome;
  }

  private async emitAll(socket: Socket, over: Promise<void>): Promise<'ended' | 'hung'> {
    let seq = 1;
    const answers: Promise<void>[] = [];
    for (let left = this.random.below(MOST_MESSAGES); left > 0 && socket.connected; left -= 1) {
      this.messages += 1;
      const emission = mutatedEmission(this.random, this.frames, seq);
      seq += 1 + this.random.below(3);
      if (this.random.chance(0.3)) socket.emit(...emission);
      else answers.push(this.answerTo(socket, emission));
    }
    // What the server makes nothing of it need not answer; what it does answer is documented, and this question always is answered.
    const last = this.answerTo(socket, ['audio.flush']);
    return withinPatience(Promise.race([last, over]));
  }

  private async answerTo(socket: Socket, emission: [string, ...unknown[]]): Promise<void> {
    const answer = await new Promise<{ error?: { code: string } } | undefined>((resolve) =>
      socket.emit(...emission, resolve),
    );
    if (answer?.error) this.answers.push(answer.error.code);
  }
}

/** The TCP connection below, for bytes that are no frame. */
function lineOf(socket: WebSocket): { write(bytes: Uint8Array): void } | undefined {
  return (socket as never as { _socket?: { write(bytes: Uint8Array): void } })._socket;
}

function withinPatience(happening: Promise<unknown>): Promise<'ended' | 'hung'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('hung'), PATIENCE_MS);
    void happening.then(() => {
      clearTimeout(timer);
      resolve('ended');
    });
  });
}
