import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line of log of one unit of work (request, socket session, job) shares. Never identity for authorization: that is passed. */
export interface RequestContext {
  readonly requestId: string;
  readonly ownerId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}
