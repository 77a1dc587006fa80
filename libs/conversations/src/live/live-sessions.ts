import { Injectable } from '@nestjs/common';
import { AppEventBus, type Conversation } from '#libs/contracts';
import { newId, SerialQueue, toAppError } from '#libs/kernel';
import { Log } from '#libs/observability';
import { RecordingArchive } from '../audio/recording-archive.js';
import { Finalizer } from '../lifecycle/finalizer.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { RecordingSession } from '../store/recording-session.js';
import { silenceDeadlineMs } from './connect.rules.js';
import type { LiveClient, LiveHandle, LiveParams } from './live-client.js';
import { LiveConnection } from './live-connection.js';
import { LiveRecording } from './live-recording.js';
import { LiveRegistry } from './live-registry.js';
import { RecordingServices } from './recording-services.js';

/** Longest wait for last words when the process stops; what is left is heard at the next start. */
const SHUTDOWN_DRAIN_MS = 3_000;

/** Left recordings that are heard at once: each may hold a minute of samples, 2 MB, in the recognizer's queue. */
const MAX_CATCHING_UP = 32;

/** Devices that record now: opens their sessions, takes them up again after a drop or a crash, and tells them what becomes of their conversations. */
@Injectable()
export class LiveSessions {
  private readonly recordings = new Map<string, LiveRecording>();
  /** Openings of one owner run one after the other, or two at once would each make a conversation. */
  private readonly openings = new Map<string, SerialQueue>();
  private readonly news = new Map<string, SerialQueue>();

  constructor(
    private readonly services: RecordingServices,
    private readonly conversations: ConversationRepository,
    private readonly registry: LiveRegistry,
    private readonly archive: RecordingArchive,
    private readonly finalizer: Finalizer,
    private readonly log: Log,
  ) {
    this.listen(services.events);
  }

  /**
   * Connects a device. The client hears, in this order: `service_status` initiating, `last_memory` if there is one, `service_status`
   * in_progress_conversations_processing, `conversation_session`, `service_status` stt_initiating, `session.ready`; then, as soon as that is
   * known, `service_status` ready or stt_failed. Audio is kept from `session.ready` on, whether it can be recognized or not. Errors: those of
   * opening a live session (`invalid` LANGUAGE_UNSUPPORTED, `unavailable` STORAGE_FULL).
   */
  async open(ownerId: string, params: LiveParams, client: LiveClient): Promise<LiveHandle> {
    client.send('service_status', { status: 'initiating', status_text: 'Service Starting' });
    const last = await this.conversations.newestCompletedId(ownerId);
    if (last) client.send('last_memory', { memory_id: last });
    client.send('service_status', {
      status: 'in_progress_conversations_processing',
      status_text: 'Processing Conversations',
    });
    const recording = await this.inTurn(this.openings, ownerId, () => this.connect(ownerId, params, client));
    return new LiveConnection(recording, client, this.finalizer);
  }

  /**
   * Takes up the recordings that nobody holds and that were not heard to their end, because their process died or speech could not be
   * recognized: hears what is left, then waits for their devices as after a drop. What is too much at once is left for the next call.
   */
  async recover(): Promise<number> {
    let recovered = 0;
    for (const { ownerId, id } of await this.archive.recordings('open')) {
      if (this.catchingUp >= MAX_CATCHING_UP) break;
      if (this.recordings.has(id)) continue;
      await this.inTurn(this.openings, ownerId, () => this.recoverOne(ownerId, id)).then(
        (found) => (recovered += found ? 1 : 0),
        (error: unknown) => this.report(id, error),
      );
    }
    return recovered;
  }

  /** Owners that record in this process now. */
  owners(): Set<string> {
    return new Set([...this.recordings.values()].map(({ ownerId }) => ownerId));
  }

  /** Lets the devices of an owner go whose account is closed. What they said last is stored or not: it is deleted next. */
  async closeOwner(ownerId: string): Promise<void> {
    await this.inTurn(this.openings, ownerId, async () => {
      const own = [...this.recordings.values()].filter((recording) => recording.ownerId === ownerId);
      await Promise.all(own.map((recording) => recording.shutDown(0)));
    });
  }

  /** Lets every device go and stores the last words. */
  async stop(): Promise<void> {
    const all = [...this.recordings.values()];
    await Promise.all(all.map((recording) => recording.shutDown(SHUTDOWN_DRAIN_MS)));
  }

  private get catchingUp(): number {
    return [...this.recordings.values()].filter((recording) => recording.isCatchingUp).length;
  }

  private async connect(ownerId: string, params: LiveParams, client: LiveClient): Promise<LiveRecording> {
    const resumable = await this.resumable(ownerId, params);
    this.dismissOthers(ownerId, params, resumable?.id);
    const known = resumable && this.recordings.get(resumable.id);
    known?.stay();
    const recording = known ?? (await this.create(ownerId, params, resumable));
    const row = await this.services.opener.ensureConversation(
      ownerId,
      recording.sessionId,
      recording.positionMs,
    );
    recording.follow(row);
    client.send('conversation_session', { conversation_id: row.id, status: row.status });
    client.send('service_status', { status: 'stt_initiating', status_text: 'STT Service Starting' });
    if (!known) await this.start(recording, resumable !== null);
    client.send('session.ready', {
      session_id: recording.sessionId,
      durable: recording.durableSeq,
      conversation_id: row.id,
    });
    recording.attach(client);
    return recording;
  }

  /** The session that a device asks to go on with, if that is possible: its own, still open, of the same format. */
  private async resumable(ownerId: string, params: LiveParams): Promise<RecordingSession | null> {
    if (params.sessionId === null) return null;
    const known = this.recordings.get(params.sessionId);
    if (known?.isRetiring) await known.retire();
    const session = await this.services.sessions.find(ownerId, params.sessionId);
    if (session?.state !== 'open') return null;
    if (session.codec !== params.codec || session.sample_rate !== params.sampleRate) return null;
    const isThere = known !== undefined || (await this.archive.hasLog(ownerId, session.id));
    return isThere ? session : null;
  }

  private async create(
    ownerId: string,
    params: LiveParams,
    resumable: RecordingSession | null,
  ): Promise<LiveRecording> {
    const session = resumable ?? (await this.services.opener.begin(ownerId, newId(), params)).session;
    return this.hold(ownerId, session);
  }

  private hold(ownerId: string, session: RecordingSession): LiveRecording {
    const recording: LiveRecording = new LiveRecording(ownerId, session, this.services, {
      retired: () => this.forget(recording),
      failed: (error) => this.report(session.id, error),
    });
    this.recordings.set(session.id, recording);
    this.registry.add(recording);
    return recording;
  }

  private async start(recording: LiveRecording, resume: boolean): Promise<void> {
    try {
      await recording.start(resume);
    } catch (error) {
      this.forget(recording);
      if (!resume) await this.services.sessions.delete(recording.ownerId, recording.sessionId);
      throw error;
    }
  }

  /** A device has one recording at a time: an older one of the same device gives way. Devices without an id cannot be told apart. */
  private dismissOthers(ownerId: string, params: LiveParams, keepId: string | undefined): void {
    if (params.deviceId === null) return;
    for (const recording of this.recordings.values()) {
      const { ownerId: owner, session } = recording;
      const sameDevice =
        owner === ownerId && session.client_device_id === params.deviceId && session.source === params.source;
      if (sameDevice && session.id !== keepId) recording.giveWay();
    }
  }

  private async recoverOne(ownerId: string, id: string): Promise<boolean> {
    const session = await this.services.sessions.find(ownerId, id);
    if (this.recordings.has(id) || session?.state !== 'open') return false;
    if (!(await this.archive.hasLog(ownerId, id))) {
      await this.services.sessions.close(ownerId, id, session.handled_ms);
      return false;
    }
    const row = await this.services.opener.currentRow(ownerId, session);
    const recording = this.hold(ownerId, session);
    recording.follow(row);
    await this.start(recording, true);
    const waitMs = row ? silenceDeadlineMs(row) - this.services.clock.nowMs() : 0;
    recording.retireLater(Math.max(0, waitMs));
    return true;
  }

  private forget(recording: LiveRecording): void {
    this.recordings.delete(recording.sessionId);
    this.registry.remove(recording);
    this.archive
      .release(recording.ownerId, recording.sessionId)
      .catch((error: unknown) => this.report(recording.sessionId, error));
  }

  private listen(events: AppEventBus): void {
    events.on('conversation.processing-started', ({ ownerId, conversationId }) => {
      this.tellOwner(ownerId, (recording) => recording.conversationEnded(conversationId));
      this.tellOfConversation(ownerId, conversationId, (recording, conversation) =>
        recording.tell('memory_processing_started', { memory: { ...conversation, status: 'processing' } }),
      );
    });
    events.on('conversation.processed', ({ ownerId, conversationId }) =>
      this.tellOfConversation(ownerId, conversationId, (recording, conversation) =>
        recording.tell('memory_created', { memory: conversation, messages: [] }),
      ),
    );
  }

  /** Reads the conversation if somebody is there to be told. One after the other for each owner, so that news arrive in order. */
  private tellOfConversation(
    ownerId: string,
    id: string,
    tell: (recording: LiveRecording, conversation: Conversation) => void,
  ): void {
    const isRecording = [...this.recordings.values()].some((recording) => recording.ownerId === ownerId);
    if (!isRecording) return;
    this.inTurn(this.news, ownerId, async () => {
      const conversation = await this.conversations.find(ownerId, id);
      if (conversation) this.tellOwner(ownerId, (recording) => tell(recording, conversation));
    }).catch((error: unknown) => this.report(id, error));
  }

  private tellOwner(ownerId: string, tell: (recording: LiveRecording) => void): void {
    for (const recording of this.recordings.values()) if (recording.ownerId === ownerId) tell(recording);
  }

  private inTurn<T>(queues: Map<string, SerialQueue>, ownerId: string, task: () => Promise<T>): Promise<T> {
    const queue = queues.get(ownerId) ?? new SerialQueue();
    queues.set(ownerId, queue);
    return queue.run(task).finally(() => {
      if (queue.size === 0) queues.delete(ownerId);
    });
  }

  private report(sessionId: string, thrown: unknown): void {
    const error = toAppError(thrown);
    this.log.error('a live session has trouble', {
      'session.id': sessionId,
      'error.code': error.code,
      'error.kind': error.kind,
    });
  }
}
