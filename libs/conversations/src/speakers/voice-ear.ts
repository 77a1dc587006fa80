import { Injectable } from '@nestjs/common';
import { SpeechProviders } from '#libs/ai';
import { AppEventBus, type AppEvents } from '#libs/contracts';
import { toAppError } from '#libs/kernel';
import { Log } from '#libs/observability';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { LabelledTranscripts } from './labelled-transcripts.js';
import { VoicePrints } from './voice-prints.js';

/** What a listener needs to know besides: where speech is told of, whether it is worth listening, and who is told of failures. */
@Injectable()
export class VoiceEar {
  constructor(
    readonly events: AppEventBus,
    private readonly prints: VoicePrints,
    private readonly transcripts: LabelledTranscripts,
    private readonly sessions: RecordingSessionRepository,
    private readonly speech: SpeechProviders,
    private readonly log: Log,
  ) {}

  /** Without a single known voice nobody can be recognized; on a call the channels say who speaks. */
  async isWorthIt(ownerId: string, recordingId: string): Promise<boolean> {
    if ((await this.prints.list(ownerId)).length === 0) return false;
    return (await this.sessions.find(ownerId, recordingId))?.call === undefined;
  }

  /** Whether the number of a voice means anything: without diarization all voices are 0. */
  async numbersVoices(
    ownerId: string,
    { conversationId, segmentId }: AppEvents['speech.stored'],
  ): Promise<boolean> {
    const name = await this.transcripts.providerOf(ownerId, conversationId, segmentId);
    return this.speech.inOrder.find((provider) => provider.name === name)?.capabilities.diarization ?? false;
  }

  failed(thrown: unknown): void {
    const { code, kind } = toAppError(thrown);
    // A recording that ended meanwhile took its log along.
    if (kind === 'not_found') return;
    this.log.warn('a voice was not listened to', { 'error.code': code, 'error.kind': kind });
  }
}
