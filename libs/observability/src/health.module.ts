import { Module } from '@nestjs/common';
import { HealthChecks } from './health.js';

/** Imported by every module that has something to check, and by the readiness route that asks: all share the one registry. */
@Module({ providers: [HealthChecks], exports: [HealthChecks] })
export class HealthModule {}
