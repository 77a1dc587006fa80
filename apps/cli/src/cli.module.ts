import { Module } from '@nestjs/common';
import { Clock, SystemClock } from '#libs/kernel';
import { AuditCommand, AuditMemoriesCommand } from './commands/audit.command.js';
import { BackupCommand } from './commands/backup.command.js';
import { DeleteAccountCommand } from './commands/delete-account.command.js';
import { DemoCommand } from './commands/demo.command.js';
import { DoctorCommand } from './commands/doctor.command.js';
import { ExportCommand } from './commands/export.command.js';
import { ImportCommand } from './commands/import.command.js';
import { MigrateCommand } from './commands/migrate.command.js';
import { ProtectCommand } from './commands/protect.command.js';
import { ReindexCommand } from './commands/reindex.command.js';
import { RestoreCommand } from './commands/restore.command.js';
import { RotateKeysCommand } from './commands/rotate-keys.command.js';
import { StreamCommand } from './commands/stream.command.js';
import { TokenCommand } from './commands/token.command.js';

@Module({
  providers: [
    { provide: Clock, useValue: new SystemClock({ holdsProcess: true }) },
    DemoCommand,
    StreamCommand,
    TokenCommand,
    DoctorCommand,
    AuditCommand,
    AuditMemoriesCommand,
    BackupCommand,
    RestoreCommand,
    ExportCommand,
    ImportCommand,
    MigrateCommand,
    ReindexCommand,
    DeleteAccountCommand,
    ProtectCommand,
    RotateKeysCommand,
  ],
})
export class CliModule {}
