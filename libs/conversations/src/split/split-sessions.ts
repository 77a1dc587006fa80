import { Injectable } from '@nestjs/common';
import type { AudioFile } from '#libs/contracts';
import type { DocumentTransaction } from '#libs/storage';
import { fileIdOf } from '../audio/piece-store.js';
import { pieceOf } from '../audio/piece.rules.js';
import { OfflineRecordingRepository } from '../offline/offline-recording.repository.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import type { CaptureSpan, RecordingSession } from '../store/recording-session.js';
import { movedFileId } from './divided-file.rules.js';

/** What a split does to the account of recordings. */
export interface SplitAccount {
  readonly from: string;
  readonly to: string;
  /** Epoch seconds. */
  readonly atSeconds: number;
  /** Recordings as they were listed before, and as each side lists them. */
  readonly before: readonly AudioFile[];
  readonly moved: readonly AudioFile[];
}

/** Keeps the account of recordings right: what lies behind a cut belongs to the new conversation. */
@Injectable()
export class SplitSessions {
  constructor(
    private readonly sessions: RecordingSessionRepository,
    private readonly offline: OfflineRecordingRepository,
  ) {}

  /** Reads now, writes when called. */
  async divide(
    transaction: DocumentTransaction,
    ownerId: string,
    account: SplitAccount,
  ): Promise<() => void> {
    const ids = (await this.sessions.allOfConversation(ownerId, account.from)).map(({ id }) => id);
    const sessions = await Promise.all(ids.map((id) => this.sessions.read(transaction, ownerId, id)));
    const known = await this.offline.ofConversation(ownerId, account.from);
    const recordings = await Promise.all(known.map(({ id }) => this.offline.read(transaction, ownerId, id)));
    return () => {
      for (const session of sessions) {
        if (!session) continue;
        const spans = session.spans.flatMap((span) => dividedSpan(ownerId, session, span, account));
        this.sessions.update(transaction, ownerId, session.id, { spans });
      }
      for (const recording of recordings) {
        const { recorded_at, shift_ms, spans } = recording ?? {};
        if (!recording || !spans) continue;
        const zeroMs = recorded_at!.getTime() + shift_ms!;
        const isMoved = (span: (typeof spans)[number]) =>
          span.conversation_id === account.from && zeroMs + span.from_ms >= account.atSeconds * 1_000;
        this.offline.update(transaction, ownerId, recording.id, {
          spans: spans.map((span) => (isMoved(span) ? { ...span, conversation_id: account.to } : span)),
        });
      }
    };
  }
}

function dividedSpan(
  ownerId: string,
  { id: sessionId }: RecordingSession,
  span: CaptureSpan,
  { from, to, atSeconds, before, moved }: SplitAccount,
): CaptureSpan[] {
  if (span.conversation_id !== from) return [span];
  const fileId = fileIdOf({ ownerId, sessionId, span });
  const file = before.find(({ id }) => id === fileId);
  const movedId = movedFileId(to, fileId);
  if (!file || !moved.some(({ id }) => id === movedId)) return [span];
  const gone = { ...span, conversation_id: to, file_id: movedId, origin: null };
  const positionMs = positionAt(file, atSeconds);
  if (positionMs === null || positionMs <= span.from_ms) return [gone];
  return [
    { ...span, to_ms: positionMs, file_id: fileId },
    { ...gone, from_ms: positionMs },
  ];
}

/** The position of the recording that was recorded then; null when that was before all of it. */
function positionAt(file: AudioFile, atSeconds: number): number | null {
  const index = file.chunk_timestamps.findLastIndex((start) => start <= atSeconds);
  const piece = index < 0 ? null : pieceOf(file.chunk_ids?.[index] ?? '');
  if (!piece) return null;
  return Math.min(piece.toMs, piece.fromMs + (atSeconds - file.chunk_timestamps[index]!) * 1_000);
}
