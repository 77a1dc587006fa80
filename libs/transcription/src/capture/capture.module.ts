import { Module } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { Clock, NodeIdentity } from '#libs/kernel';
import { Log } from '#libs/observability';
import { CaptureLogs } from './capture-logs.js';
import { CaptureParticipant } from './capture-participant.js';

/** Capture logs without anything that records or listens. Clock, Log, AppConfig and storage come from global modules. */
@Module({
  providers: [
    {
      provide: CaptureLogs,
      inject: [AppConfig, Clock, Log],
      useFactory: (config: AppConfig, clock: Clock, log: Log) =>
        new CaptureLogs({ dataDir: config.storage.dataDir, log }, clock),
    },
    CaptureParticipant,
    {
      provide: NodeIdentity,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => NodeIdentity.of(config.storage.dataDir),
    },
  ],
  exports: [CaptureLogs, NodeIdentity],
})
export class CaptureModule {}
