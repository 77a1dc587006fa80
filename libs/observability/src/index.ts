export { Log, SilentLog, type LogFields } from './log.js';
export { errorFields } from './error-fields.js';
export { PinoLog, type PinoLogOptions } from './pino-log.js';
export { Metrics, type MetricsOptions } from './metrics.js';
export { ObservabilityModule } from './observability.module.js';
export { HealthCheck, HealthChecks, type HealthResult } from './health.js';
export { HealthModule } from './health.module.js';
