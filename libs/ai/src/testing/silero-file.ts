import { VOICE_MODEL } from '../models/model-catalog.js';
import { ModelStore } from '../models/model-store.js';

/** The path of `silero_vad_v6.onnx` as npm installed it. */
export async function sileroFile(): Promise<string> {
  const files = await new ModelStore({ modelsDir: null, downloadDir: '.' }).present(VOICE_MODEL);
  return files!.get(VOICE_MODEL.detector.name)!;
}
