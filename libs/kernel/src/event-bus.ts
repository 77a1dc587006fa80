import type { Cancel } from './clock.js';

/** Tells listeners inside this process. A listener that throws is reported and does not keep the others from hearing. */
export class EventBus<Events> {
  private readonly listeners = new Map<keyof Events, Set<(event: never) => void>>();

  constructor(
    private readonly onListenerError: (name: keyof Events, error: unknown) => void = () => undefined,
  ) {}

  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): Cancel {
    const known = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, known);
    known.add(listener);
    return () => void known.delete(listener);
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        (listener as (event: Events[Name]) => void)(event);
      } catch (error) {
        this.onListenerError(name, error);
      }
    }
  }
}
