/** What the voice thread is started with: a path that was checked to hold the published bytes. */
export interface VoiceThreadData {
  readonly detector: string;
}

/** To the voice thread. `stream` is a number that the sender chose. */
export type VoiceRequest =
  /** Whole frames, one after the other. The first `warmUpFrames` only help the detector to find its feet; nothing is answered for them. */
  | {
      readonly type: 'hear';
      readonly stream: number;
      readonly samples: Int16Array<ArrayBuffer>;
      readonly warmUpFrames: number;
    }
  /** The detector is free for other streams: what comes next begins anew. */
  | { readonly type: 'rest'; readonly stream: number };

/** From the voice thread: 1 for each frame in which a voice is heard, in the order in which they were sent, else 0. */
export interface VoiceReply {
  readonly stream: number;
  readonly voiced: Uint8Array;
}
