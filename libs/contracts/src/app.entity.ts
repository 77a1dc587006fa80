import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** What an app can be about. Source: specification of the data shapes, §5. */
export const APP_CATEGORIES = [
  'conversation-analysis',
  'personality-emulation',
  'health-and-wellness',
  'education-and-learning',
  'communication-improvement',
  'emotional-and-mental-support',
  'productivity-and-organization',
  'entertainment-and-fun',
  'financial',
  'travel-and-exploration',
  'safety-and-security',
  'shopping-and-commerce',
  'social-and-relationships',
  'news-and-information',
  'utilities-and-tools',
  'other',
] as const;
export type AppCategory = (typeof APP_CATEGORIES)[number];

/** What an app can do. `memories`, the reference's word, means that it writes summaries of conversations. */
export const APP_CAPABILITIES = ['memories'] as const;
export type AppCapability = (typeof APP_CAPABILITIES)[number];

/** `approved`: everybody's. `under-review`: its owner's alone. */
export const APP_STATUSES = ['under-review', 'approved'] as const;
export type AppStatus = (typeof APP_STATUSES)[number];

/** An app as lists show it: one that comes with the server, or one of the owner's own. */
export class AppCard {
  id!: string;
  name!: string;
  /** Whose it is; null: it comes with the server. */
  uid!: string | null;
  private!: boolean;
  approved!: boolean;
  @ApiProperty({ enum: APP_STATUSES })
  status!: AppStatus;
  @ApiProperty({ enum: APP_CATEGORIES })
  category!: AppCategory;
  author!: string;
  description!: string;
  /** Address of its picture; empty: it has none. */
  image!: string;
  @ApiProperty({ enum: APP_CAPABILITIES, isArray: true })
  capabilities!: AppCapability[];
  /** Whether it comes with the server. */
  official!: boolean;
  /** Whether the caller has enabled it. */
  enabled!: boolean;
  @ApiPropertyOptional({ type: Date, nullable: true })
  created_at!: Date | null;
}

/** An app with what only whoever may read it whole sees. */
export class App extends AppCard {
  /** What it asks of a conversation. */
  memory_prompt!: string;
  @ApiPropertyOptional({ type: Date, nullable: true })
  updated_at!: Date | null;
}
