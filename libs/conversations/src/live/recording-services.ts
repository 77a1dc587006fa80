import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { LiveSessionFactory } from '#libs/transcription';
import { PhotoIntake } from '../photos/photo-intake.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { RecordingOpener } from './recording-opener.js';
import { SpeechStore } from './speech-store.js';

/** What every recording works with. */
@Injectable()
export class RecordingServices {
  constructor(
    readonly factory: LiveSessionFactory,
    readonly opener: RecordingOpener,
    readonly speech: SpeechStore,
    readonly photos: PhotoIntake,
    readonly sessions: RecordingSessionRepository,
    readonly clock: Clock,
  ) {}
}

/** Who is told when a recording is over, and of what goes wrong where nobody waits for it. */
export interface RecordingHooks {
  retired(): void;
  failed(error: unknown): void;
}
