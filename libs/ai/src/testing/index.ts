export { FakeSpeechToText, type ScriptedUtterance, type SpeechScript } from './fake-speech-to-text.js';
export { languageModelContract } from './language-model.contract.js';
export { countingTask, MOST_WORDS, type CountingInput, type CountingOutput } from './counting-task.js';
