import { ApiPropertyOptional } from '@nestjs/swagger';

/** A folder of conversations. Stored as it is sent. Source of the shape and its defaults: specification of the data shapes, §1.11. */
export class Folder {
  id!: string;
  /** 1 to 100 characters. */
  name!: string;
  /** What belongs into it, at most 500 characters: a hint for who files conversations. */
  @ApiPropertyOptional({ type: String, nullable: true })
  description!: string | null;
  /** `#RRGGBB`. */
  color!: string;
  /** An emoji, or the name of a symbol. */
  icon!: string;
  created_at!: Date;
  updated_at!: Date;
  /** Its place in the list, from 0. */
  order!: number;
  is_default!: boolean;
  /** One of those that everybody has; it cannot be deleted. */
  is_system!: boolean;
  /** Of a system folder, which group of categories is filed into it. */
  @ApiPropertyOptional({ type: String, nullable: true })
  category_mapping!: string | null;
  conversation_count!: number;
}
