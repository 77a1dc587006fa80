import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/**
 * A provider that costs as little as possible: takes sound over Deepgram's wire, answers every second of it with an empty final result, and
 * never finds a word. What the server pays for the relay is then its own. Tells its port, and the seconds of sound it got when asked.
 */
const BYTES_PER_SECOND = 32_000;
let receivedBytes = 0;

const server: WebSocketServer = new WebSocketServer(
  { port: 0, host: '127.0.0.1', perMessageDeflate: false },
  () => process.send!({ port: (server.address() as AddressInfo).port }),
);
server.on('connection', (socket) => {
  let bytes = 0;
  let told = 0;
  const tell = (more: object) => {
    const start = told / BYTES_PER_SECOND;
    const duration = (bytes - told) / BYTES_PER_SECOND;
    told = bytes;
    socket.send(
      JSON.stringify({
        type: 'Results',
        channel_index: [0, 1],
        start,
        duration,
        is_final: true,
        speech_final: true,
        channel: { alternatives: [{ transcript: '', confidence: 0, words: [] }] },
        ...more,
      }),
    );
  };
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      bytes += data.length;
      receivedBytes += data.length;
      if (bytes - told >= BYTES_PER_SECOND) tell({});
      return;
    }
    const { type } = JSON.parse(data.toString('utf8')) as { type: string };
    if (type === 'Finalize') tell({ from_finalize: true });
    if (type !== 'CloseStream') return;
    tell({});
    socket.send(JSON.stringify({ type: 'Metadata', duration: bytes / BYTES_PER_SECOND, channels: 1 }));
    socket.close(1000);
  });
  socket.on('error', () => undefined);
});
process.on('message', () => process.send!({ seconds: receivedBytes / BYTES_PER_SECOND }));
