import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { MnemeProcess } from '../mneme-process.js';

/** Lets the inspector of a server listen on any free port once it is asked for. */
export const INSPECTABLE = { NODE_OPTIONS: '--inspect-port=127.0.0.1:0' };

const LISTENING = /Debugger listening on (ws:\S+)/;

/**
 * Has a server that was started with `INSPECTABLE` give back what it does not need. An idle process keeps its garbage, hundreds of megabytes
 * after a storm: only what is left after a collection tells whether something grows.
 */
export async function collectGarbage(server: MnemeProcess): Promise<void> {
  if (!LISTENING.test(server.said)) server.child.kill('SIGUSR1');
  while (!LISTENING.test(server.said)) await pause(50);
  const inspector = new WebSocket(LISTENING.exec(server.said)![1]!);
  await once(inspector, 'open');
  for (const [id, method] of ['HeapProfiler.enable', 'HeapProfiler.collectGarbage'].entries()) {
    inspector.send(JSON.stringify({ id, method }));
    await once(inspector, 'message');
  }
  inspector.close();
  await once(inspector, 'close');
}
