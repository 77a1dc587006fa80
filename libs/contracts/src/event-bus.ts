import { EventBus } from '#libs/kernel';
import type { AppEvents } from './events.js';

/** The process's one bus of `AppEvents`, as an injection token. */
export class AppEventBus extends EventBus<AppEvents> {}
