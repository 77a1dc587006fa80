export { type BenchOptions } from './bench-surroundings.js';
export { chatModelAt } from './chat-model-at.js';
export { ConversationsBench, NotedExtractions, NotedFollowing } from './conversations-bench.js';
export { ScriptedUnderstanding } from './scripted-understanding.js';
export { TestDevice, type TestDeviceOptions } from './test-device.js';
export { WordBagEmbedder } from './word-bag-embedder.js';
