import { CODECS, type ListenServerEvents } from '#libs/contracts';
import { API_VERSION } from '../openapi.js';
import { clientEvents, omiClientMessages, refused } from './client-events.js';
import { binary, flag, listOf, object, oneOf, shape, text, type Schema } from './schema.js';
import { MNEME_ONLY, serverEvents } from './server-events.js';

type Message = Schema;
type Messages = Record<string, Message>;

/** Both doors for devices as AsyncAPI 3. Shapes that REST has too are referred to in `openapi.json`. */
export function buildAsyncApi(): Schema {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Mneme: doors for devices',
      version: API_VERSION,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
      description:
        'Sound in, text out. The Mneme protocol (Socket.IO) numbers frames, acknowledges what is durable and resumes; docs/listen.md explains it. ' +
        'The Omi protocol (plain WebSocket) serves unmodified Omi clients; docs/protocol-omi.md explains it.',
    },
    defaultContentType: 'application/json',
    servers: {
      local: {
        host: '127.0.0.1:8088',
        protocol: 'ws',
        security: [{ $ref: '#/components/securitySchemes/token' }],
      },
    },
    channels: {
      mneme: {
        address: '/v4/listen',
        title: 'Socket.IO namespace, transport websocket',
        messages: { ...mnemeFromServer(), ...mnemeFromClient() },
        bindings: { ws: { query: handshakeQuery, bindingVersion: '0.1.0' } },
      },
      omi: {
        address: '/v4/listen',
        title: 'plain WebSocket; /v4/web/listen is the same with the token in its first message',
        messages: { ...omiFromServer(), ...omiFromClient() },
        bindings: { ws: { query: handshakeQuery, bindingVersion: '0.1.0' } },
      },
    },
    operations: {
      mnemeTells: operation('send', 'mneme', mnemeFromServer()),
      mnemeTakes: operation('receive', 'mneme', mnemeFromClient()),
      omiTells: operation('send', 'omi', omiFromServer()),
      omiTakes: operation('receive', 'omi', omiFromClient()),
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
}

const handshakeQuery = object({
  'codec?': { enum: CODECS, default: 'pcm8' },
  'sample_rate?': { type: 'integer', default: 8000 },
  'language?': { type: 'string', default: 'en', description: 'ISO 639-1, `multi` or `auto`.' },
  'conversation_timeout?': { type: 'integer', default: 120, description: 'Seconds; -1 means 14400.' },
  'source?': text('What kind of device it is.'),
  'device_id?': text(),
  'session_id?': text('Mneme protocol: of an earlier `session.ready`, to go on after a drop.'),
  'client_conversation_id?': text('A UUID that the client proposes.'),
  'custom_stt?': oneOf(['enabled', 'disabled']),
  'speaker_auto_assign?': oneOf(['enabled', 'disabled']),
  'create_speakers?': flag(),
  'vad_gate?': oneOf(['enabled', 'disabled']),
  'channels?': { type: 'integer', default: 1, description: 'Omi protocol: 2 for calls.' },
});

const messageName = (event: string) => event.replaceAll('.', '_');

function mnemeFromServer(): Messages {
  return Object.fromEntries(
    Object.entries(serverEvents).map(([name, { summary, payload }]) => [
      `${messageName(name)}_event`,
      { name, summary, payload },
    ]),
  );
}

function mnemeFromClient(): Messages {
  return Object.fromEntries(
    Object.entries(clientEvents).map(([name, { summary, payload, answer }]) => [
      messageName(name),
      { name, summary, payload, 'x-ack': { anyOf: [answer, refused] } },
    ]),
  );
}

/** The events that the plain WebSocket has, each an object with its name as `type`; segments come as a bare array. */
function omiFromServer(): Messages {
  const events = Object.keys(serverEvents) as (keyof ListenServerEvents)[];
  const shared = events.filter((name) => !MNEME_ONLY.has(name) && name !== 'segments');
  return {
    ping: { name: 'ping', summary: 'The four characters, every ten seconds.', payload: { const: 'ping' } },
    segments_array: {
      name: 'segments',
      summary: serverEvents.segments.summary,
      payload: { ...listOf(shape('TranscriptSegment')), minItems: 1 },
    },
    ...Object.fromEntries(
      shared.map((name) => [
        `${name}_event`,
        { name, summary: serverEvents[name].summary, payload: typed(name, serverEvents[name].payload) },
      ]),
    ),
    auth_response: {
      name: 'auth_response',
      summary: 'Browser door: whether the token was accepted.',
      payload: typed('auth_response', object({ success: flag() })),
    },
  };
}

function omiFromClient(): Messages {
  return {
    audio: {
      name: 'audio',
      summary: 'One codec unit; at most two bytes are a sign of life.',
      payload: binary('A frame.'),
    },
    auth: {
      name: 'auth',
      summary: 'Browser door: the first message, within five seconds.',
      payload: typed('auth', object({ token: text() })),
    },
    ...Object.fromEntries(
      Object.entries(omiClientMessages).map(([name, { summary, payload }]) => [
        name,
        { name, summary, payload: typed(name, payload) },
      ]),
    ),
  };
}

function typed(name: string, payload: Schema): Schema {
  return { allOf: [object({ type: { const: name } }), payload] };
}

function operation(action: 'send' | 'receive', channel: string, messages: Messages): Schema {
  return {
    action,
    channel: { $ref: `#/channels/${channel}` },
    messages: Object.keys(messages).map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` })),
  };
}
