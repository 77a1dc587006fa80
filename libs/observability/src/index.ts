export { Log, SilentLog, type LogFields } from './log.js';
