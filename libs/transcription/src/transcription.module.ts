import { Module } from '@nestjs/common';
import { CaptureModule } from './capture/capture.module.js';
import { LiveSessionFactory } from './live/live-session-factory.js';

/** Capture logs below the data folder, and live sessions on them. Clock, Log, Metrics, AppConfig and SpeechProviders come from global modules. */
@Module({
  imports: [CaptureModule],
  providers: [LiveSessionFactory],
  exports: [CaptureModule, LiveSessionFactory],
})
export class TranscriptionModule {}
