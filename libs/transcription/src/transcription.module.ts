import { Module } from '@nestjs/common';
import { Clock, NodeIdentity } from '#libs/kernel';
import { AppConfig } from '#libs/config';
import { Log } from '#libs/observability';
import { CaptureLogs } from './capture/capture-logs.js';
import { LiveSessionFactory } from './live/live-session-factory.js';

/** Capture logs below the data folder, and live sessions on them. Clock, Log, Metrics, AppConfig and SpeechToText come from global modules. */
@Module({
  providers: [
    {
      provide: CaptureLogs,
      inject: [AppConfig, Clock, Log],
      useFactory: (config: AppConfig, clock: Clock, log: Log) =>
        new CaptureLogs({ dataDir: config.storage.dataDir, log }, clock),
    },
    LiveSessionFactory,
    {
      provide: NodeIdentity,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => NodeIdentity.of(config.storage.dataDir),
    },
  ],
  exports: [CaptureLogs, LiveSessionFactory, NodeIdentity],
})
export class TranscriptionModule {}
