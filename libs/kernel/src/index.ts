export {
  AppError,
  assertNever,
  isRetryable,
  toAppError,
  type AppErrorOptions,
  type ErrorKind,
} from './errors.js';
export { canonicalUuid, deterministicId, newId } from './ids.js';
export { Clock, SystemClock, type Cancel } from './clock.js';
export { currentContext, runInContext, type RequestContext } from './request-context.js';
export { SerialQueue } from './serial-queue.js';
export { TurnTaker } from './turn-taker.js';
export { builtModuleUrl } from './built-module.js';
export { EventBus } from './event-bus.js';
export { NodeIdentity } from './node-identity.js';
