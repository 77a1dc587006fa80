export { ListenClient } from './listen-client.js';
export { type ListenHandlers, type ListenOptions } from './listen-options.js';
