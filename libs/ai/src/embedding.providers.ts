import { join } from 'node:path';
import type { Provider } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { RemoteEmbedder, type RemoteEmbedderOptions } from './embedding/remote-embedder.js';
import { WordVectorEmbedder } from './embedding/word-vector-embedder.js';
import { projectFolder } from './models/installed-files.js';
import { Embedder } from './ports/embedder.js';

const WORD_VECTORS = 'word-vectors.bin';

/** The embedder of the configured server; without one, that which works without a network: its file is made by `npm run build`. */
export function createEmbedder(
  modelsDir: string | null,
  remote: RemoteEmbedderOptions | null = null,
): Embedder {
  if (remote) return new RemoteEmbedder(remote);
  return new WordVectorEmbedder([
    ...(modelsDir === null ? [] : [join(modelsDir, WORD_VECTORS)]),
    join(projectFolder(), '.cache/models', WORD_VECTORS),
  ]);
}

/** Binds `Embedder`. Nothing is loaded before the first text. */
export const embeddingProviders: Provider[] = [
  {
    provide: Embedder,
    useFactory: (config: AppConfig) => createEmbedder(config.speech.modelsDir, config.embeddings),
    inject: [AppConfig],
  },
];

/** The tokens of `embeddingProviders` that other modules may inject. */
export const embeddingExports = [Embedder];
