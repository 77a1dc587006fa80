import { Command, CommandRunner, Option } from 'nest-commander';
import { AppError, Clock } from '#libs/kernel';
import { LiveTranscript } from '../demo/live-transcript.js';
import { Screen } from '../demo/screen.js';
import { readAudioFile } from '../device/audio-file.js';
import { ListenClient } from '../device/listen-client.js';
import { opusPackets, PACKET_MS } from '../device/opus-packets.js';

interface StreamOptions {
  url?: string;
  token?: string;
}

@Command({
  name: 'stream',
  arguments: '<file>',
  description:
    'Sends a recording to a running server as a device would and shows the words as they are recognized.',
})
export class StreamCommand extends CommandRunner {
  constructor(private readonly clock: Clock) {
    super();
  }

  async run([file]: string[], { url = 'http://127.0.0.1:8088', token }: StreamOptions): Promise<void> {
    if (!token)
      throw new AppError(
        'invalid',
        'TOKEN_MISSING',
        'Say who you are: --token <the token that the server printed at its first start>.',
      );
    const packets = [...opusPackets(await readAudioFile(file!))];
    const screen = new Screen(process.stdout);
    const device = await ListenClient.connect(url, token, this.clock);
    const transcript = new LiveTranscript(device.socket, screen);
    try {
      await device.stream(packets, 1, (_, sentMs) =>
        transcript.showProgress(sentMs, packets.length * PACKET_MS),
      );
      await device.end();
      const id = await device.finalize();
      screen.line(`Stored. ${url}/v1/conversations/${id} shows what became of it.`);
    } finally {
      transcript.stop();
      device.close();
    }
  }

  @Option({ flags: '-u, --url <url>', description: 'address of the server (default http://127.0.0.1:8088)' })
  parseUrl(value: string): string {
    return value.replace(/\/$/, '');
  }

  @Option({ flags: '-t, --token <token>', description: 'token of the owner' })
  parseToken(value: string): string {
    return value;
  }
}
