export { Log, SilentLog, type LogFields } from './log.js';
export { HealthCheck, HealthChecks, type HealthResult } from './health.js';
export { HealthModule } from './health.module.js';
