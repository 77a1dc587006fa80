export { ListenClient, type ListenHandlers, type ListenOptions } from './listen-client.js';
