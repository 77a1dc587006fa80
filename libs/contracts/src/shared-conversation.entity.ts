import { ApiProperty } from '@nestjs/swagger';
import {
  CATEGORIES,
  CONVERSATION_SOURCES,
  Translation,
  VISIBILITIES,
  type Category,
  type ConversationSource,
  type Visibility,
} from './conversation.entity.js';

/** A task as strangers see it. */
export class SharedActionItem {
  description!: string;
  completed!: boolean;
  due_at!: Date | null;
}

export class SharedEvent {
  title!: string;
  description!: string;
  start!: Date;
  /** Minutes. */
  duration!: number;
}

export class SharedStructured {
  title!: string;
  overview!: string;
  emoji!: string;
  @ApiProperty({ enum: CATEGORIES })
  category!: Category;
  action_items!: SharedActionItem[];
  events!: SharedEvent[];
}

export class SharedSegment {
  id!: string;
  text!: string;
  speaker!: string;
  speaker_id!: number;
  is_user!: boolean;
  /** Always null: who else was there is not the owner's to tell. */
  @ApiProperty({ type: String, nullable: true })
  person_id!: null;
  start!: number;
  end!: number;
  translations!: Translation[];
}

/**
 * A conversation that its owner has shared, as anybody with its address sees it: what is named here and nothing else. The keys that clients
 * of the reference read are there, those for private things always empty.
 */
export class SharedConversation {
  id!: string;
  created_at!: Date;
  started_at!: Date;
  finished_at!: Date;
  @ApiProperty({ enum: CONVERSATION_SOURCES })
  source!: ConversationSource;
  language!: string | null;
  structured!: SharedStructured;
  transcript_segments!: SharedSegment[];
  /** Always null. */
  @ApiProperty({ type: Object, nullable: true })
  geolocation!: null;
  /** Always empty. */
  @ApiProperty({ type: [Object] })
  photos!: never[];
  /** Always empty. */
  @ApiProperty({ type: [Object] })
  audio_files!: never[];
  /** Always empty. */
  @ApiProperty({ type: [Object] })
  people!: never[];
  @ApiProperty({ enum: VISIBILITIES })
  visibility!: Visibility;
  /** Always `completed`. */
  status!: string;
}
