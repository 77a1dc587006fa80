import { z } from 'zod';
import { SPEECH_PROVIDERS, type SpeechProviderName } from './app-config.js';
import type { Variable } from './variable.js';

const httpUrl = z.url({ protocol: /^https?$/ }).optional();
const socketUrl = z.url({ protocol: /^wss?$/ }).optional();
const secret = z.string().regex(/^\S+$/).optional();

const isProvider = (name: string): name is SpeechProviderName =>
  (SPEECH_PROVIDERS as readonly string[]).includes(name);

const providerList = z
  .string()
  .transform((list) => list.split(',').map((name) => name.trim()))
  .refine((names): names is SpeechProviderName[] => names.every(isProvider))
  .refine((names) => new Set(names).size === names.length)
  .optional();

const keyFile = (variable: string) => ({
  description: `A file whose text is the key, in place of ${variable} (for mounted secrets).`,
  whenUnset: `${variable} is used`,
  example: `/run/secrets/${variable.toLowerCase()}`,
  allowed: 'the path of a file that can be read and holds one key',
  schema: z.string().optional(),
});

const key = (vendor: string) => ({
  description: `The key that ${vendor} asks for.`,
  whenUnset: 'no key is sent',
  example: 'your-key',
  allowed: 'a key without spaces',
  schema: secret,
  secret: true as const,
});

/** Who turns speech into text, and what they may hear. */
export const speechVariables = {
  SPEECH_MODEL: {
    description:
      'The speech model that transcribes on this machine: base hears better, tiny needs less of the processor.',
    whenUnset: 'base',
    example: 'tiny',
    allowed: 'base or tiny',
    schema: z.enum(['base', 'tiny']).default('base'),
  },
  SPEECH_PROVIDERS: {
    description:
      'Who transcribes, in order: the first that understands the language and answers is used, the next takes over when it stays away. What is named besides local hears what is said.',
    whenUnset: 'local: nothing leaves this machine',
    example: 'deepgram,local',
    allowed: `names out of ${SPEECH_PROVIDERS.join(', ')}, each once, separated by commas, each with its key or address`,
    schema: providerList,
  },
  SPEECH_GATE: {
    description:
      'Whether silence is kept from providers that are not on this machine: active lets only voices through, energy whatever is louder than the room (for small machines: it needs no model), shadow sends everything and counts what active would have lost, off sends everything.',
    whenUnset: 'active',
    example: 'shadow',
    allowed: 'active, energy, shadow or off',
    schema: z.enum(['active', 'energy', 'shadow', 'off']).default('active'),
  },
  DEEPGRAM_API_KEY: key('Deepgram'),
  DEEPGRAM_API_KEY_FILE: keyFile('DEEPGRAM_API_KEY'),
  DEEPGRAM_URL: {
    description: 'The address of Deepgram, or of a server that speaks its protocol.',
    whenUnset: 'https://api.deepgram.com',
    example: 'https://api.eu.deepgram.com',
    allowed: 'a URL that begins with http:// or https://',
    schema: httpUrl,
  },
  DEEPGRAM_MODEL: {
    description: 'The model that Deepgram uses.',
    whenUnset: 'nova-3',
    example: 'nova-3',
    allowed: 'the name of a model',
    schema: z.string().max(100).default('nova-3'),
  },
  SONIOX_API_KEY: key('Soniox'),
  SONIOX_API_KEY_FILE: keyFile('SONIOX_API_KEY'),
  SONIOX_URL: {
    description: 'The address of Soniox for live streams.',
    whenUnset: 'the address of its library',
    example: 'wss://stt-rt.soniox.com/transcribe-websocket',
    allowed: 'a URL that begins with ws:// or wss://',
    schema: socketUrl,
  },
  SONIOX_MODEL: {
    description: 'The model that Soniox uses for live streams.',
    whenUnset: 'stt-rt-v5',
    example: 'stt-rt-v5',
    allowed: 'the name of a model',
    schema: z.string().max(100).default('stt-rt-v5'),
  },
  SPEECHMATICS_API_KEY: key('Speechmatics'),
  SPEECHMATICS_API_KEY_FILE: keyFile('SPEECHMATICS_API_KEY'),
  SPEECHMATICS_URL: {
    description: 'The address of Speechmatics for live streams.',
    whenUnset: 'wss://eu2.rt.speechmatics.com/v2',
    example: 'wss://us2.rt.speechmatics.com/v2',
    allowed: 'a URL that begins with ws:// or wss://',
    schema: socketUrl,
  },
  OPENAI_SPEECH_URL: {
    description:
      'The address of an OpenAI-compatible transcription server, up to and including /v1. Needs OPENAI_SPEECH_MODEL.',
    whenUnset: 'openai cannot be named in SPEECH_PROVIDERS',
    example: 'http://127.0.0.1:8000/v1',
    allowed: 'a URL that begins with http:// or https://',
    schema: httpUrl,
  },
  OPENAI_SPEECH_MODEL: {
    description: 'The name of the model on that server.',
    whenUnset: 'openai cannot be named in SPEECH_PROVIDERS',
    example: 'whisper-1',
    allowed: 'the name of a model, at most 200 characters',
    schema: z.string().max(200).optional(),
  },
  OPENAI_SPEECH_API_KEY: key('the transcription server'),
  OPENAI_SPEECH_API_KEY_FILE: keyFile('OPENAI_SPEECH_API_KEY'),
  WYOMING_URL: {
    description: 'A server that speaks the Wyoming protocol of Home Assistant, such as faster-whisper.',
    whenUnset: 'wyoming cannot be named in SPEECH_PROVIDERS',
    example: 'tcp://127.0.0.1:10300',
    allowed: 'an address tcp://host:port',
    schema: z
      .string()
      .regex(/^tcp:\/\/[^/:\s]+:\d{1,5}$/)
      .optional(),
  },
} as const satisfies Record<string, Variable>;
