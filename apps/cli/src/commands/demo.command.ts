import { Command, CommandRunner, Option } from 'nest-commander';
import { AppError, Clock } from '#libs/kernel';
import { Demo } from '../demo/demo.js';
import { OWN_RECORDINGS, recordingOf, takeOf } from '../demo/recordings.js';
import { Screen } from '../demo/screen.js';
import { ServerProcess } from '../demo/server-process.js';

interface DemoOptions {
  speed?: number;
}

@Command({
  name: 'demo',
  arguments: '[file]',
  description: 'Shows the main job: plays a recording as a device would and shows what becomes of it.',
})
export class DemoCommand extends CommandRunner {
  constructor(private readonly clock: Clock) {
    super();
  }

  async run([file]: string[], { speed = 1 }: DemoOptions): Promise<void> {
    const screen = new Screen(process.stdout);
    const takes = await Promise.all((file ? [recordingOf(file)] : OWN_RECORDINGS).map(takeOf));
    screen.live('starting a server on a temporary data folder …');
    const server = await ServerProcess.start();
    const stop = () => void server.stop(this.clock).finally(() => process.exit(130));
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
      screen.line(`A server of its own runs at ${server.url}.`);
      await new Demo(server, screen, this.clock, speed).run(takes);
      sayWhereToGoNext(screen);
    } finally {
      await server.stop(this.clock);
      process.off('SIGINT', stop).off('SIGTERM', stop);
    }
  }

  @Option({
    flags: '-s, --speed <factor>',
    description: 'how many times faster than spoken, 0.1 to 20 (default 1)',
  })
  parseSpeed(value: string): number {
    const speed = Number(value);
    if (speed >= 0.1 && speed <= 20) return speed;
    throw new AppError('invalid', 'SPEED_INVALID', '--speed must be a number from 0.1 to 20.');
  }
}

function sayWhereToGoNext(screen: Screen): void {
  screen.heading('Next');
  for (const line of [
    'npm start                                    run it for keeps; prints its address and, the first time, your token',
    'npm run mneme -- stream my.m4a --token …     send a recording of yours to it (or: npm run demo -- my.m4a)',
    'http://127.0.0.1:8088/docs                   every route in Swagger UI (any name, your token as password)',
    'README.md                                    how to connect a device and a language model',
  ]) {
    screen.line(`  ${line}`);
  }
}
