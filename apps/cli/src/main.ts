import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { toAppError } from '#libs/kernel';
import { CliModule } from './cli.module.js';

// Help calls the program by the name of its script.
process.argv[1] = 'mneme';

try {
  await CommandFactory.run(CliModule, {
    cliName: 'mneme',
    logger: false,
    abortOnError: false,
    serviceErrorHandler: (error) => {
      throw error;
    },
  });
} catch (thrown) {
  const error = toAppError(thrown);
  const unforeseen = error.cause instanceof Error ? `\n${error.cause.stack}` : '';
  process.stderr.write(`\nmneme: ${error.message}${error.kind === 'bug' ? unforeseen : ''}\n`);
  process.exitCode = 1;
}
// What a service never answered must not keep the process; what was written is let out first.
process.stdout.write('', () => process.exit());
