import { z } from 'zod';
import type { Clock } from '#libs/kernel';

/** Source of all limits: specification of the listen protocol, §2.6. */
const MAX_CHUNKS = 4_096;
const MAX_OPEN_IMAGES = 50;
const OPEN_FOR_MS = 60_000;
/** Base64 characters of all images of a socket that are not complete: a dozen large ones. */
const MAX_OPEN_CHARACTERS = 16 * 1024 * 1024;

const chunkSchema = z.object({
  id: z.string().min(1).max(200),
  index: z.number().int().min(0),
  total: z.number().int().min(1).max(MAX_CHUNKS),
  data: z.string().min(1),
});

interface OpenImage {
  readonly total: number;
  readonly pieces: Map<number, string>;
  readonly sinceMs: number;
  characters: number;
}

/** Puts together the images that a client sends in pieces of Base64, in any order. What is wrong costs that image, nothing else. */
export class ImageAssembler {
  /** The oldest first. */
  private readonly open = new Map<string, OpenImage>();
  private characters = 0;

  constructor(private readonly clock: Clock) {}

  /** Takes in one `image_chunk` message; answers the image when it is complete. */
  take(message: unknown): { readonly id: string; readonly bytes: Uint8Array } | null {
    const chunk = chunkSchema.safeParse(message);
    if (!chunk.success) return null;
    const { id, index, total, data } = chunk.data;
    this.dropStale();
    const image = this.open.get(id) ?? this.begin(id, total);
    if (total !== image.total || index >= total) {
      this.drop(id);
      return null;
    }
    if (!image.pieces.has(index)) this.add(image, index, data);
    if (image.pieces.size === total) return { id, bytes: this.complete(id, image) };
    this.makeRoom(id);
    return null;
  }

  private begin(id: string, total: number): OpenImage {
    const image = {
      total,
      pieces: new Map<number, string>(),
      sinceMs: this.clock.monotonicMs(),
      characters: 0,
    };
    this.open.set(id, image);
    return image;
  }

  private add(image: OpenImage, index: number, data: string): void {
    image.pieces.set(index, data);
    image.characters += data.length;
    this.characters += data.length;
  }

  private complete(id: string, image: OpenImage): Uint8Array {
    this.drop(id);
    const base64 = Array.from({ length: image.total }, (_, index) => image.pieces.get(index)!).join('');
    return Buffer.from(base64, 'base64');
  }

  /** Evicts the oldest, the one that has just grown if it is the only one. */
  private makeRoom(grown: string): void {
    for (const id of this.open.keys()) {
      if (this.open.size <= MAX_OPEN_IMAGES && this.characters <= MAX_OPEN_CHARACTERS) return;
      if (id !== grown || this.open.size === 1) this.drop(id);
    }
  }

  private dropStale(): void {
    const nowMs = this.clock.monotonicMs();
    for (const [id, { sinceMs }] of this.open) {
      if (nowMs - sinceMs < OPEN_FOR_MS) return;
      this.drop(id);
    }
  }

  private drop(id: string): void {
    this.characters -= this.open.get(id)?.characters ?? 0;
    this.open.delete(id);
  }
}
