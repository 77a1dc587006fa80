import { Controller, Get, Header, HttpStatus, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { HealthChecks, Metrics } from '#libs/observability';
import { AdminOnly, Public } from '../auth/access.js';
import { Health, healthOf } from './health.entity.js';

@ApiTags('operations')
@Controller()
export class HealthController {
  constructor(
    private readonly checks: HealthChecks,
    private readonly metrics: Metrics,
  ) {}

  /** Whether the process answers at all. */
  @Public()
  @Get('healthz')
  healthz(): Health {
    return { status: 'ok', checks: {} };
  }

  /** Whether everything that a request needs is reachable. */
  @Public()
  @Get('readyz')
  @ApiOkResponse({ type: Health })
  @ApiServiceUnavailableResponse({ type: Health })
  async readyz(@Res({ passthrough: true }) response: Response): Promise<Health> {
    const health = healthOf(await this.checks.run());
    if (health.status !== 'ok') response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return health;
  }

  /** Prometheus text format. */
  @AdminOnly()
  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4')
  prometheus(): Promise<string> {
    return this.metrics.render();
  }
}
