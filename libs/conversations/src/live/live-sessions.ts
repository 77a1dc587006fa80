import { Injectable } from '@nestjs/common';
import { SerialQueue } from '#libs/kernel';
import { RecordingArchive } from '../audio/recording-archive.js';
import { Finalizer } from '../lifecycle/finalizer.js';
import { SpeakerLabels } from '../speakers/speaker-labels.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationRow } from '../store/conversation-row.js';
import { isLead, type RecordingSession } from '../store/recording-session.js';
import { CallClient } from './call-client.js';
import { silenceDeadlineMs } from './connect.rules.js';
import type { LiveClient, LiveHandle, LiveParams } from './live-client.js';
import { LiveConnection, type HeldRecording } from './live-connection.js';
import type { LiveRecording } from './live-recording.js';
import { isCall } from './new-session.rules.js';
import { RecordingPool } from './recording-pool.js';
import { RecordingServices } from './recording-services.js';
import { BEFORE_RECORDING, sessionEventOf } from './session-event.rules.js';

/** Longest wait for last words when the process stops; what is left is heard at the next start. */
const SHUTDOWN_DRAIN_MS = 3_000;

/** Left recordings that are heard at once: each may hold a minute of samples, 2 MB, in the recognizer's queue. */
const MAX_CATCHING_UP = 32;

/** Recordings, the leading one first, and the conversation that they are in. */
interface Connected {
  readonly recordings: readonly LiveRecording[];
  readonly row: ConversationRow;
  /** Whether their audio is still to be opened, and if so from what it holds already or anew. */
  readonly opens: 'not' | 'anew' | 'again';
}

/** Devices that record now: opens their sessions, and takes them up again after a drop or a crash. */
@Injectable()
export class LiveSessions {
  /** Openings of one owner run one after the other, or two at once would each make a conversation. */
  private readonly openings = new Map<string, SerialQueue>();

  constructor(
    private readonly services: RecordingServices,
    private readonly conversations: ConversationRepository,
    private readonly pool: RecordingPool,
    private readonly archive: RecordingArchive,
    private readonly finalizer: Finalizer,
    private readonly labels: SpeakerLabels,
  ) {}

  /**
   * Connects a device. The client hears, in this order: `service_status` initiating, `last_memory` if there is one, `service_status`
   * in_progress_conversations_processing, what became of the conversation that it proposed if that has ended, `conversation_session`,
   * `service_status` stt_initiating, `session.ready`; then, as soon as that is known, `service_status` ready or stt_failed. Audio is kept from
   * `session.ready` on, whether it can be recognized or not. Errors: those of opening a live session (`invalid` LANGUAGE_UNSUPPORTED,
   * `unavailable` STORAGE_FULL).
   */
  async open(ownerId: string, params: LiveParams, client: LiveClient): Promise<LiveHandle> {
    const connectedAtMs = this.services.clock.nowMs();
    client.send('service_status', { status: 'initiating', status_text: 'Service Starting' });
    const last = await this.conversations.newestCompletedId(ownerId);
    if (last) client.send('last_memory', { memory_id: last });
    client.send('service_status', {
      status: 'in_progress_conversations_processing',
      status_text: 'Processing Conversations',
    });
    const held = await this.inTurn(ownerId, () => this.connect(ownerId, params, client));
    const { finalizer, labels, pool } = this;
    return new LiveConnection(held, { finalizer, labels, pool, connectedAtMs });
  }

  /**
   * Takes up the recordings that nobody holds and that were not heard to their end, because their process died or speech could not be
   * recognized: hears what is left, then waits for their devices as after a drop. What is too much at once is left for the next call.
   */
  async recover(): Promise<number> {
    let room = MAX_CATCHING_UP - this.pool.all().filter((recording) => recording.isCatchingUp).length;
    let recovered = 0;
    for (const { ownerId, id } of await this.archive.recordings('open')) {
      if (room <= 0) break;
      if (this.pool.find(id)) continue;
      await this.inTurn(ownerId, () => this.recoverOne(ownerId, id)).then(
        (recording) => {
          recovered += recording ? 1 : 0;
          room -= recording?.isCatchingUp ? 1 : 0;
        },
        (error: unknown) => this.pool.report(id, error),
      );
    }
    return recovered;
  }

  /** Owners that record in this process now. */
  owners(): Set<string> {
    return this.pool.owners();
  }

  /** Lets the devices of an owner go whose account is closed. What they said last is stored or not: it is deleted next. */
  async closeOwner(ownerId: string): Promise<void> {
    await this.inTurn(ownerId, async () => {
      await Promise.all(this.pool.ofOwner(ownerId).map((recording) => recording.shutDown(0)));
    });
  }

  /** Lets every device go and stores the last words. */
  async stop(): Promise<void> {
    await Promise.all(this.pool.all().map((recording) => recording.shutDown(SHUTDOWN_DRAIN_MS)));
  }

  private async connect(ownerId: string, params: LiveParams, client: LiveClient): Promise<HeldRecording[]> {
    const resumable = await this.resumable(ownerId, params);
    this.dismissOthers(ownerId, params, resumable?.id);
    const { recordings, row, opens } = resumable
      ? await this.resume(ownerId, resumable)
      : await this.begin(ownerId, params, client);
    for (const recording of recordings) recording.view.follow(row);
    const lead = recordings[0]!;
    client.send('conversation_session', lead.view.sessionEvent(row));
    client.send('service_status', { status: 'stt_initiating', status_text: 'STT Service Starting' });
    if (opens !== 'not') await this.start(recordings, opens === 'again');
    client.send('session.ready', {
      session_id: lead.sessionId,
      durable: lead.durableSeq,
      conversation_id: row.id,
    });
    return recordings.map((recording) => {
      const own = isLead(recording.session) ? client : new CallClient(client);
      recording.attach(own, params.speakerAutoAssign);
      return { recording, client: own };
    });
  }

  /** The session that a device asks to go on with, if that is possible: its own, still open, of the same format. Nobody comes back to a call. */
  private async resumable(ownerId: string, params: LiveParams): Promise<RecordingSession | null> {
    if (params.sessionId === null || isCall(params)) return null;
    const known = this.pool.find(params.sessionId);
    if (known?.isRetiring) await known.retire();
    const session = await this.services.sessions.find(ownerId, params.sessionId);
    if (!session || !canGoOn(session, params)) return null;
    const isThere = this.pool.find(session.id) !== null || (await this.archive.hasLog(ownerId, session.id));
    return isThere ? session : null;
  }

  private async resume(ownerId: string, session: RecordingSession): Promise<Connected> {
    const known = this.pool.find(session.id);
    known?.stay();
    const recording = known ?? this.pool.hold(ownerId, session);
    const { opener } = this.services;
    const row = await opener.ensureConversation(ownerId, session.id, recording.positionMs);
    return { recordings: [recording], row, opens: known ? 'not' : 'again' };
  }

  private async begin(ownerId: string, params: LiveParams, client: LiveClient): Promise<Connected> {
    const { sessions, row, ended } = await this.services.opener.begin(ownerId, params);
    if (ended) await this.tellOfEnded(ownerId, ended, sessions[0]!.id, client);
    return { recordings: sessions.map((session) => this.pool.hold(ownerId, session)), row, opens: 'anew' };
  }

  private async tellOfEnded(
    ownerId: string,
    ended: ConversationRow,
    recordingId: string,
    client: LiveClient,
  ): Promise<void> {
    client.send('conversation_session', sessionEventOf(ended, recordingId, BEFORE_RECORDING));
    if (ended.status !== 'completed') return;
    const memory = await this.conversations.complete(ownerId, ended);
    client.send('memory_created', { memory, messages: [] });
  }

  private async start(recordings: readonly LiveRecording[], resume: boolean): Promise<void> {
    try {
      for (const recording of recordings) await this.pool.start(recording, resume);
    } catch (error) {
      if (recordings.length > 1) void this.pool.end(recordings);
      throw error;
    }
  }

  /** A device has one recording at a time: an older one of the same device gives way. Devices without an id cannot be told apart. */
  private dismissOthers(ownerId: string, params: LiveParams, keepId: string | undefined): void {
    if (params.deviceId === null) return;
    for (const recording of this.pool.ofOwner(ownerId)) {
      const { session } = recording;
      const isSameDevice = session.client_device_id === params.deviceId && session.source === params.source;
      if (!isSameDevice || session.id === keepId) continue;
      recording.giveWay();
      if (session.call) void this.pool.end([recording]);
    }
  }

  private async recoverOne(ownerId: string, id: string): Promise<LiveRecording | null> {
    const session = await this.services.sessions.find(ownerId, id);
    if (this.pool.find(id) || session?.state !== 'open') return null;
    if (!(await this.archive.hasLog(ownerId, id))) {
      await this.services.sessions.close(ownerId, id, session.handled_ms);
      return null;
    }
    const row = await this.services.opener.currentRow(ownerId, session);
    const recording = this.pool.hold(ownerId, session);
    recording.view.follow(row);
    await this.pool.start(recording, true);
    if (session.call) void this.pool.end([recording]);
    const waitMs = row ? silenceDeadlineMs(row) - this.services.clock.nowMs() : 0;
    recording.retireLater(Math.max(0, waitMs));
    return recording;
  }

  private inTurn<T>(ownerId: string, task: () => Promise<T>): Promise<T> {
    const queue = this.openings.get(ownerId) ?? new SerialQueue();
    this.openings.set(ownerId, queue);
    return queue.run(task).finally(() => {
      if (queue.size === 0) this.openings.delete(ownerId);
    });
  }
}

/** Whether a connection of this kind fits a recording: it is still open, of the same format, and recognized by the same side. */
function canGoOn(session: RecordingSession, params: LiveParams): boolean {
  return (
    session.state === 'open' &&
    session.call === undefined &&
    session.codec === params.codec &&
    session.sample_rate === params.sampleRate &&
    (session.custom_stt ?? false) === params.customStt
  );
}
