import { ApiProperty } from '@nestjs/swagger';

/** A conversation behind an answer, as a card. */
export class MessageConversation {
  id!: string;
  created_at!: Date;
  structured!: { title: string; emoji: string };
}

/** Where a sentence of an answer comes from, down to the second of the audio. */
export class Citation {
  /** The number in the answer's text, from 1. */
  number!: number;
  @ApiProperty({ enum: ['conversation', 'memory'] })
  kind!: 'conversation' | 'memory';
  conversation_id!: string | null;
  memory_id!: string | null;
  segment_ids!: string[];
  /** Seconds since the conversation's `started_at`. */
  start!: number | null;
  end!: number | null;
  title!: string;
  quote!: string;
}

/** One turn of a chat. */
export class Message {
  id!: string;
  text!: string;
  created_at!: Date;
  @ApiProperty({ enum: ['ai', 'human'] })
  sender!: 'ai' | 'human';
  @ApiProperty({ enum: ['text', 'day_summary'] })
  type!: 'text' | 'day_summary';
  app_id!: string | null;
  /** Twin of `app_id` for old clients. */
  plugin_id!: string | null;
  from_external_integration!: boolean;
  /** Ids of the conversations that the text cites. */
  memories_id!: string[];
  memories!: MessageConversation[];
  files_id!: string[];
  chat_session_id!: string | null;
  reported!: boolean;
  citations!: Citation[];
  /** `model` when a language model wrote it, `extractive` when it was put together from what was found. */
  answered_by!: 'model' | 'extractive' | null;
  /** How it is stored: `standard` in the open, `enhanced` encrypted. Set by the server. */
  data_protection_level?: 'standard' | 'enhanced';
}

/** What the stream of an answer ends with. */
export class ResponseMessage extends Message {
  ask_for_nps!: boolean;
}
