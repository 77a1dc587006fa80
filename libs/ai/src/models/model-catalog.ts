/** Where one file of a model comes from, and how to tell that it arrived whole. */
export interface ModelFile {
  /** Its name below the model's folder in MNEME_MODELS_DIR and in the download folder. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The npm package that ships it, and its path in there; null when none does. */
  readonly package: { readonly name: string; readonly path: string } | null;
  /** The same bytes on the network. */
  readonly url: string;
}

export interface Model {
  /** Also the name of its folder. */
  readonly name: string;
  /** ISO 639-1, or `*` when the model does not mind. */
  readonly languages: readonly string[];
  readonly licence: string;
  readonly files: readonly ModelFile[];
}

/** One file of an npm package; jsDelivr serves what was published, byte for byte. */
function shipped(
  packageName: string,
  version: string,
  path: string,
  bytes: number,
  sha256: string,
): ModelFile {
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    bytes,
    sha256,
    package: { name: packageName, path },
    url: `https://cdn.jsdelivr.net/npm/${packageName}@${version}/${path}`,
  };
}

/** Moonshine of 0.1.5 only: later versions dropped base English and added a model that may not be sold. */
function moonshine(size: 'base' | 'tiny', encoder: FileFacts, decoder: FileFacts): SpeechModel {
  const folder = `dist/model/${size}/quantized`;
  const file = (name: string, facts: FileFacts) =>
    shipped('@usefulsensors/moonshine-js', '0.1.5', `${folder}/${name}`, facts.bytes, facts.sha256);
  const files = {
    encoder: file('encoder_model.onnx', encoder),
    decoder: file('decoder_model_merged.onnx', decoder),
  };
  return {
    name: `moonshine-${size}`,
    languages: ['en'],
    licence: 'MIT',
    files: [files.encoder, files.decoder],
    ...files,
  };
}

type FileFacts = Pick<ModelFile, 'bytes' | 'sha256'>;

/** A recognizer of the Moonshine family: an encoder, and a decoder with and without its cache in one file. */
export interface SpeechModel extends Model {
  readonly encoder: ModelFile;
  readonly decoder: ModelFile;
}

export const SPEECH_MODELS: Readonly<Record<'base' | 'tiny', SpeechModel>> = {
  base: moonshine(
    'base',
    { bytes: 20_513_063, sha256: '1dd9ab0a7f987113d30affcba5a068d11c8f90fa0223caa3e491ade431ad9751' },
    { bytes: 42_498_870, sha256: 'cc9f3cd6698a369c6008b41aa60aa3fb3322e7f03c9bdf19d8e6b7200afca4f3' },
  ),
  tiny: moonshine(
    'tiny',
    { bytes: 7_937_661, sha256: 'c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a' },
    { bytes: 20_243_286, sha256: 'eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367' },
  ),
};

const SILERO_FILE = shipped(
  '@ricky0123/vad-web',
  '0.0.31',
  'dist/silero_vad_v6.onnx',
  2_327_524,
  '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3',
);

export const VOICE_MODEL: Model & { readonly detector: ModelFile } = {
  name: 'silero-vad-v6',
  languages: ['*'],
  licence: 'MIT',
  files: [SILERO_FILE],
  detector: SILERO_FILE,
};

const CAMPPLUS_FILE: ModelFile = {
  name: '3dspeaker_speech_campplus_sv_en_voxceleb_16k.onnx',
  bytes: 29_596_978,
  sha256: '357a834f702b80161e5b981182c038e18553c1f2ca752ed6cec2052365d4129b',
  package: null,
  // The name of the release is misspelt there.
  url: 'https://github.com/k2-fsa/sherpa-onnx/releases/download/speaker-recongition-models/3dspeaker_speech_campplus_sv_en_voxceleb_16k.onnx',
};

/** Tells voices apart: CAM++ of 3D-Speaker, trained on VoxCeleb, as sherpa-onnx publishes it. Never fetched unasked. */
export const SPEAKER_MODEL: Model & { readonly extractor: ModelFile } = {
  name: 'campplus-voxceleb',
  languages: ['*'],
  licence: 'Apache-2.0',
  files: [CAMPPLUS_FILE],
  extractor: CAMPPLUS_FILE,
};
