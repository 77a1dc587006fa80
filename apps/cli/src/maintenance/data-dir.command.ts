import { CommandRunner, Option } from 'nest-commander';

export interface DataDirOptions {
  dataDir?: string;
}

/** A command on the data of one server. */
export abstract class DataDirCommand extends CommandRunner {
  @Option({
    flags: '-d, --data-dir <folder>',
    description: 'the data folder of the server (default: DATA_DIR)',
  })
  parseDataDir(value: string): string {
    return value;
  }
}
