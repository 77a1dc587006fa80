export {
  AppConfig,
  SPEECH_PROVIDERS,
  type CloudConfig,
  type SpeechConfig,
  type SpeechProviderName,
} from './app-config.js';
export { ConfigModule, readConfig } from './config.module.js';
export { loadConfig, type Environment, type SystemDefaults } from './load-config.js';
export { childEnvironment } from './child-environment.js';
