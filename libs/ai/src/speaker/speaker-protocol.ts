/** Which model the thread loads: paths that were checked to hold the published bytes. */
export type SpeakerThreadData =
  | { readonly kind: 'campplus'; readonly extractor: string }
  | { readonly kind: 'moonshine'; readonly encoder: string; readonly projection: string };

/** To the thread. */
export type SpeakerRequest =
  | { readonly type: 'embed'; readonly id: number; readonly samples: Int16Array<ArrayBuffer> }
  | { readonly type: 'stop' };

/** From the thread. `vector` is null for too little sound. */
export type SpeakerReply =
  | { readonly type: 'ready' }
  | { readonly type: 'embedded'; readonly id: number; readonly vector: Float32Array | null }
  | { readonly type: 'failed'; readonly id: number };
