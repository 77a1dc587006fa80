import { RELAYED_EVENTS, type AppEventBus, type AppEventName, type AppEvents } from '#libs/contracts';

/** The name under which processes tell each other; not to be mistaken for an event that a device sees. */
const RELAY = 'app-event';

/** What is used of a Socket.IO server. */
export interface ServerSideEmitter {
  serverSideEmit(event: string, ...args: unknown[]): unknown;
  on(event: string, listener: (...args: never[]) => void): unknown;
}

/**
 * Carries `RELAYED_EVENTS` between the processes of one installation, through whatever adapter Socket.IO has: a worker that processed a
 * conversation, the server whose device waits for it. Ids travel, never what was said. What is told while the adapter is away is lost, as
 * the events allow.
 */
export function relayEvents(bus: AppEventBus, server: ServerSideEmitter): void {
  let received = false;
  for (const name of RELAYED_EVENTS) {
    bus.on(name, (event) => {
      if (!received) server.serverSideEmit(RELAY, name, event);
    });
  }
  server.on(RELAY, (name: AppEventName, event: AppEvents[AppEventName]) => {
    if (!RELAYED_EVENTS.some((known) => known === name)) return;
    // Listeners run inside `emit`, so the flag covers exactly what came from elsewhere.
    received = true;
    bus.emit(name, event);
    received = false;
  });
}
