import { Injectable } from '@nestjs/common';
import { keytermsOf, SpeechSettings, spokenLanguageOf } from '#libs/accounts';
import { toAppError } from '#libs/kernel';
import { Log } from '#libs/observability';
import { RecordingArchive } from '../audio/recording-archive.js';
import { DeviceEndings } from '../lifecycle/device-endings.js';
import type { RecordingSession } from '../store/recording-session.js';
import { LiveRecording, type RecordingSpeech } from './live-recording.js';
import { LiveRegistry } from './live-registry.js';
import { RecordingServices } from './recording-services.js';

/** Holds the recordings that go on in this process from their opening to their end. */
@Injectable()
export class RecordingPool {
  private readonly recordings = new Map<string, LiveRecording>();

  constructor(
    private readonly services: RecordingServices,
    private readonly registry: LiveRegistry,
    private readonly archive: RecordingArchive,
    private readonly endings: DeviceEndings,
    private readonly settings: SpeechSettings,
    private readonly log: Log,
  ) {}

  find(sessionId: string): LiveRecording | null {
    return this.recordings.get(sessionId) ?? null;
  }

  all(): LiveRecording[] {
    return [...this.recordings.values()];
  }

  ofOwner(ownerId: string): LiveRecording[] {
    return this.registry.ofOwner(ownerId).flatMap(({ sessionId }) => this.find(sessionId) ?? []);
  }

  /** Of the recordings of an owner those that a client hears of, once each; of one conversation or of any. */
  told(ownerId: string, conversationId?: string): LiveRecording[] {
    return this.ofOwner(ownerId).filter(
      (recording) =>
        recording.hasClient &&
        recording.view.isLead &&
        (conversationId === undefined || recording.conversationId === conversationId),
    );
  }

  owners(): Set<string> {
    return this.registry.owners();
  }

  hold(ownerId: string, session: RecordingSession): LiveRecording {
    const recording: LiveRecording = new LiveRecording(ownerId, session, this.services, {
      retired: () => this.forget(recording),
      failed: (error) => this.report(session.id, error),
    });
    this.recordings.set(session.id, recording);
    this.registry.add(recording);
    return recording;
  }

  /** Opens the audio of one that is held. One that cannot be opened is held no more, and if it was new there never was one. */
  async start(recording: LiveRecording, resume: boolean): Promise<void> {
    try {
      await recording.start(resume, await this.speechOf(recording));
    } catch (error) {
      this.forget(recording);
      if (!resume) await this.services.sessions.delete(recording.ownerId, recording.sessionId);
      throw error;
    }
  }

  /** The device of these recordings, which are of one conversation, is done: the conversation ends with its last words. Never fails. */
  async end(recordings: readonly LiveRecording[]): Promise<void> {
    const { ownerId, conversationId, sessionId } = recordings[0]!;
    if (conversationId !== null) {
      await this.endings
        .announce(ownerId, conversationId)
        .catch((error: unknown) => this.report(sessionId, error));
    }
    await Promise.all(recordings.map((recording) => recording.retire()));
  }

  /** Says what went wrong where nobody waits for it. */
  report(sessionId: string, thrown: unknown): void {
    const error = toAppError(thrown);
    this.log.error('a live session has trouble', {
      'session.id': sessionId,
      'error.code': error.code,
      'error.kind': error.kind,
    });
  }

  /** What the owner's settings say of the speech in a recording. */
  private async speechOf({ ownerId, session }: LiveRecording): Promise<RecordingSpeech> {
    const settings = await this.settings.of(ownerId);
    return {
      language: spokenLanguageOf(session.language, settings),
      languages: settings.languages,
      keyterms: keytermsOf(settings),
      voiceGate: session.voice_gate ?? null,
    };
  }

  private forget(recording: LiveRecording): void {
    const { ownerId, sessionId, conversationId } = recording;
    this.recordings.delete(sessionId);
    this.registry.remove(recording);
    this.archive
      .release(ownerId, sessionId)
      .then(() => (conversationId === null ? undefined : this.endings.settle(ownerId, conversationId)))
      .catch((error: unknown) => this.report(sessionId, error));
  }
}
