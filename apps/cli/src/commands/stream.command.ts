import { Command, CommandRunner, Option } from 'nest-commander';
import { AppError, Clock } from '#libs/kernel';
import { OPUS_PACKET_MS } from '#libs/transcription';
import { LiveTranscript } from '../demo/live-transcript.js';
import { Screen } from '../demo/screen.js';
import { recordedPackets } from '../device/recorded-packets.js';
import { RecordingPlayer } from '../device/recording-player.js';

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
    const packets = await recordedPackets(file!);
    const screen = new Screen(process.stdout);
    const transcript = new LiveTranscript(screen);
    const device = await RecordingPlayer.connect({ url, token }, transcript.handlers, this.clock);
    try {
      await device.play(packets, 1, (sentMs) =>
        transcript.showProgress(sentMs, packets.length * OPUS_PACKET_MS),
      );
      const id = await device.finish();
      screen.line(`Stored. ${url}/v1/conversations/${id} shows what became of it.`);
    } finally {
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
