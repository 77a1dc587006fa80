import { Module } from '@nestjs/common';
import { CaptureModule } from './capture/capture.module.js';
import { LiveSessionFactory } from './live/live-session-factory.js';
import { RecordingRecognizer } from './offline/recording-recognizer.js';

/** Capture logs below the data folder, live sessions on them, and the recognition of whole recordings. Clock, Log, Metrics, AppConfig and SpeechProviders come from global modules. */
@Module({
  imports: [CaptureModule],
  providers: [LiveSessionFactory, RecordingRecognizer],
  exports: [CaptureModule, LiveSessionFactory, RecordingRecognizer],
})
export class TranscriptionModule {}
