import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** The 33 categories of the wire; anything else is stored as `other`. Source: specification of the data shapes, §1.1. */
export const CATEGORIES = [
  'personal', 'education', 'health', 'finance', 'legal', 'philosophy', 'spiritual', 'science', 'entrepreneurship',
  'parenting', 'romantic', 'travel', 'inspiration', 'technology', 'business', 'social', 'work', 'sports', 'politics',
  'literature', 'history', 'architecture', 'music', 'weather', 'news', 'entertainment', 'psychology', 'real', 'design',
  'family', 'economics', 'environment', 'other',
] as const; // prettier-ignore
export type Category = (typeof CATEGORIES)[number];

/** What clients are told and may ask for. */
export const CONVERSATION_STATUSES = ['in_progress', 'processing', 'merging', 'completed', 'failed'] as const;
/** `merged`: it is part of another one now, and hidden until that is confirmed or taken back. Nobody is ever sent it. */
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number] | 'merged';

export const CONVERSATION_SOURCES = [
  'friend', 'omi', 'fieldy', 'bee', 'plaud', 'frame', 'friend_com', 'apple_watch', 'phone', 'phone_call', 'desktop',
  'openglass', 'screenpipe', 'workflow', 'sdcard', 'external_integration', 'limitless', 'rayban_meta', 'onboarding', 'unknown',
] as const; // prettier-ignore
export type ConversationSource = (typeof CONVERSATION_SOURCES)[number];

export const VISIBILITIES = ['private', 'shared', 'public'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export class Translation {
  lang!: string;
  text!: string;
}

/** A stretch of speech of one speaker. Times are seconds since the conversation's `started_at`. */
export class TranscriptSegment {
  id!: string;
  text!: string;
  /** Offsets into `text` before which nobody spoke for a moment: somebody else may have gone on there. Absent: nowhere, or not known. */
  pauses?: number[];
  /** `SPEAKER_` and a decimal number. */
  speaker!: string;
  /** The number in `speaker`. */
  speaker_id!: number;
  /** Whether the owner of the device is speaking. */
  is_user!: boolean;
  person_id!: string | null;
  start!: number;
  end!: number;
  translations!: Translation[];
  speech_profile_processed!: boolean;
  stt_provider!: string | null;
}

/** A task as the conversation's summary shows it. */
export class ActionItem {
  description!: string;
  completed!: boolean;
  created_at!: Date | null;
  updated_at!: Date | null;
  /** When it is due, or null when no day was named. */
  due_at!: Date | null;
  completed_at!: Date | null;
  conversation_id!: string | null;
  /** The segments in which it was said. */
  source_segment_ids!: string[];
}

/** A dated appointment that the owner attends. */
export class CalendarEvent {
  title!: string;
  description!: string;
  start!: Date;
  /** Minutes, 1 to 180. */
  duration!: number;
  /** Whether a client has put it into a calendar. */
  created!: boolean;
  source_segment_ids!: string[];
}

export const SECTION_KINDS = ['main', 'side_notes'] as const;

/** One matter that a conversation went through. */
export class SummarySection {
  heading!: string;
  /** Bullets, one statement each. */
  body_markdown!: string;
  /** The segments that it sums up. */
  source_segment_ids!: string[];
  @ApiProperty({ enum: SECTION_KINDS })
  kind!: (typeof SECTION_KINDS)[number];
}

/** By what a conversation is found again. Lower case, without articles; the server's own, no client sees it. */
export interface RetrievalTerms {
  /** Names of those who spoke or were spoken of. */
  readonly people: readonly string[];
  readonly topics: readonly string[];
  /** Places, firms, products and other things with a name. */
  readonly entities: readonly string[];
  /** Days that were spoken of, `YYYY-MM-DD`. */
  readonly dates: readonly string[];
}

/** What was understood of a conversation. */
export class Structured {
  /** At most ten words; empty while the conversation is in progress or when it was discarded. */
  title!: string;
  overview!: string;
  emoji!: string;
  @ApiProperty({ enum: CATEGORIES })
  category!: Category;
  action_items!: ActionItem[];
  events!: CalendarEvent[];
  /** The notes in detail. Absent where nobody wrote any: rules do not. */
  sections?: SummarySection[];
}

/** One stored recording of a conversation, as a client fetches it. */
export class AudioFile {
  id!: string;
  uid!: string;
  conversation_id!: string;
  /** Epoch seconds at which each stored stretch of audio begins. */
  chunk_timestamps!: number[];
  /** Seconds into the file of each of `chunk_timestamps`: longer pauses in a recording are left out of it. */
  chunk_offsets!: number[];
  /** Names of the pieces that the file is stored in, one for each of `chunk_timestamps`. Absent: it is stored as one. */
  chunk_ids?: string[];
  /** Bytes of each of `chunk_ids`. */
  chunk_sizes?: number[];
  /** The voice of a call that is heard in it, as the device numbers them. Absent: all voices. */
  channel?: number;
  /** Where it lies: `files` or the name of a cloud. */
  provider!: string;
  started_at!: Date | null;
  /** Seconds. */
  duration!: number;
  /** Media type of the stored bytes: `audio/ogg` (Opus), or `audio/wav` in recordings of earlier versions. */
  content_type!: string;
  /** Bytes as stored. */
  size!: number;
}

/** A picture taken during a conversation. */
export class ConversationPhoto {
  id!: string;
  /** JPEG. */
  base64!: string;
  description!: string | null;
  created_at!: Date;
  discarded!: boolean;
}

export class Geolocation {
  google_place_id?: string | null;
  latitude!: number;
  longitude!: number;
  address?: string | null;
  location_type?: string | null;
}

/** Why a conversation was kept or set aside; for its owner and for support. */
export class RelevanceDecision {
  verdict!: 'keep' | 'discard';
  /** `rules`, `model` or `policy`. */
  decided_by!: string;
  /** A stable word, e.g. `empty_transcript`, `mic_check`, `substantial_length`. */
  reason!: string;
}

/** Why an app wrote no summary of a conversation; for its owner. */
export class AppSummaryFailure {
  app_id!: string;
  /** A stable code, e.g. `APP_NEEDS_MODEL`; never content. */
  code!: string;
}

/** One recorded conversation: the row that lists, search, chat and apps read. Stored as it is sent. */
export class Conversation {
  id!: string;
  created_at!: Date;
  updated_at!: Date;
  started_at!: Date;
  /** Time of the newest stored speech; the silence timer counts from here. */
  finished_at!: Date;
  @ApiProperty({ enum: CONVERSATION_SOURCES })
  source!: ConversationSource;
  language!: string | null;
  structured!: Structured;
  transcript_segments!: TranscriptSegment[];
  geolocation!: Geolocation | null;
  /** Photos lie in a collection of their own; always empty here. */
  photos!: ConversationPhoto[];
  audio_files!: AudioFile[];
  /** The summary that an app wrote, at most one; the twin `plugins_results` is filled for old clients. */
  apps_results!: { app_id: string | null; content: string }[];
  plugins_results!: { plugin_id: string | null; content: string }[];
  /** Ids of apps whose summary suits this conversation, the best first, at most three. Absent: nobody has looked. */
  suggested_summarization_apps?: string[];
  /** Why the app that was to write a summary wrote none. Null or absent: none was to, or it did. */
  @ApiPropertyOptional({ type: AppSummaryFailure, nullable: true })
  app_summary_failure?: AppSummaryFailure | null;
  external_data!: Record<string, unknown> | null;
  app_id!: string | null;
  /** Judged trivial: kept and readable, but without title, tasks, memories or place in search. */
  discarded!: boolean;
  @ApiProperty({ enum: VISIBILITIES })
  visibility!: Visibility;
  starred!: boolean;
  @ApiProperty({ enum: CONVERSATION_STATUSES })
  status!: ConversationStatus;
  is_locked!: boolean;
  folder_id!: string | null;
  client_device_id!: string | null;
  client_platform!: string | null;
  /** How long silence may last before the conversation ends, in seconds. */
  timeout_seconds!: number;
  /** Counts finalizations: a finished conversation that is processed again gets the next number. */
  revision!: number;
  relevance_decision!: RelevanceDecision | null;
  /** Why processing ended in `failed`: a stable code, never content. */
  failure_code!: string | null;
  /** Processing failed for a reason that may pass: `reprocess` can succeed. Absent: no. */
  summary_retryable?: boolean;
  /** The call that it is, as the client names it; only conversations of calls have one. */
  call_id?: string | null;
  /** How it is stored: `standard` in the open, `enhanced` encrypted. Set by the server. */
  data_protection_level?: 'standard' | 'enhanced';
}
