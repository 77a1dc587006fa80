export { FakeSpeechToText, type ScriptedUtterance, type SpeechScript } from './fake-speech-to-text.js';
