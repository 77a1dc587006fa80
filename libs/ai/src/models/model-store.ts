import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#libs/kernel';
import { fetchFile, sha256Of, type FetchProgress } from './fetch-file.js';
import type { Model, ModelFile } from './model-catalog.js';
import { packageFolder } from './installed-files.js';

export interface ModelPlaces {
  /** MNEME_MODELS_DIR; null when it is not set. Searched first. */
  readonly modelsDir: string | null;
  /** Where fetched models are kept. Searched last. */
  readonly downloadDir: string;
}

/** What is known about one file of one model. */
export interface FileStatus {
  readonly model: string;
  readonly file: ModelFile;
  /** Absent when the file is missing. */
  readonly path?: string;
  readonly lookedIn: readonly string[];
}

/** Told while a model is fetched. */
export type ModelProgress = (model: string, progress: FetchProgress) => void;

/** A file on its way, and who is told how far it is. */
interface Fetching {
  readonly path: Promise<string>;
  readonly listeners: Set<ModelProgress>;
}

/** Finds the files of models: MNEME_MODELS_DIR, then the npm packages that ship them, then what was fetched before. */
export class ModelStore {
  private readonly fetching = new Map<string, Fetching>();
  private stopping = new AbortController();

  constructor(private readonly places: ModelPlaces) {}

  get downloadDir(): string {
    return this.places.downloadDir;
  }

  /** Where each file of the model is, without fetching anything. */
  async status(model: Model): Promise<FileStatus[]> {
    return Promise.all(
      model.files.map(async (file) => {
        const lookedIn = this.candidates(model, file);
        const sizes = await Promise.all(lookedIn.map(sizeOf));
        const path = lookedIn[sizes.indexOf(file.bytes)];
        return { model: model.name, file, lookedIn, ...(path !== undefined && { path }) };
      }),
    );
  }

  /** The path of every file of a model that is here whole and undamaged, by file name; null when one is missing. Fetches nothing. */
  async present(model: Model): Promise<ReadonlyMap<string, string> | null> {
    const found = await this.status(model);
    const paths = await Promise.all(found.map(undamaged));
    if (paths.includes(undefined)) return null;
    return new Map(found.map(({ file }, index) => [file.name, paths[index]!]));
  }

  /**
   * The path of every file of the model, by file name. What is missing is fetched, once, however many ask; each of them is told of the progress.
   * Throws `unavailable` SPEECH_MODEL_MISSING.
   */
  async ensure(
    model: Model,
    onProgress: ModelProgress = () => undefined,
  ): Promise<ReadonlyMap<string, string>> {
    const found = await this.status(model);
    const paths = await Promise.all(
      found.map(async (file) => (await undamaged(file)) ?? this.fetch(model, file, onProgress)),
    );
    return new Map(found.map(({ file }, index) => [file.name, paths[index]!]));
  }

  /** Breaks off what is being fetched, so that nobody waits for a network that does not answer. What came so far is kept. */
  stopFetching(): void {
    this.stopping.abort();
    this.stopping = new AbortController();
  }

  private candidates(model: Model, file: ModelFile): string[] {
    const folder = file.package && packageFolder(file.package.name);
    return [
      ...(this.places.modelsDir === null ? [] : [join(this.places.modelsDir, model.name, file.name)]),
      ...(folder ? [join(folder, file.package!.path)] : []),
      join(this.places.downloadDir, model.name, file.name),
    ];
  }

  private fetch(model: Model, status: FileStatus, onProgress: ModelProgress): Promise<string> {
    const to = join(this.places.downloadDir, model.name, status.file.name);
    const running = this.fetching.get(to);
    if (running) {
      running.listeners.add(onProgress);
      return running.path;
    }
    const listeners = new Set([onProgress]);
    const path = fetchFile({
      ...status.file,
      to,
      onProgress: (step) => listeners.forEach((tell) => tell(model.name, step)),
      signal: this.stopping.signal,
    })
      .then(
        () => to,
        (error: unknown) => {
          throw modelMissing(status, error);
        },
      )
      .finally(() => this.fetching.delete(to));
    this.fetching.set(to, { path, listeners });
    return path;
  }
}

/** One line that a person can act on. */
export function modelMissing(status: FileStatus, cause?: unknown): AppError {
  const { model, file, lookedIn } = status;
  return new AppError(
    'unavailable',
    'SPEECH_MODEL_MISSING',
    `The model file ${model}/${file.name} is missing (looked for: ${lookedIn.join(', ')})${cause ? ' and could not be fetched' : ''}. ` +
      `Run \`npm ci\`, or put the file from ${file.url} into a folder ${model} under MNEME_MODELS_DIR.`,
    { model, file: file.name, lookedIn },
    { cause },
  );
}

/** The path, if the bytes are the published ones: a damaged model would end the whole process when it is loaded. */
async function undamaged({ file, path }: FileStatus): Promise<string | undefined> {
  return path !== undefined && (await sha256Of(path)) === file.sha256 ? path : undefined;
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (found) => found.size,
    () => undefined,
  );
}
