import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigModule as NestConfigModule } from '@nestjs/config';
import { AppConfig } from './app-config.js';
import { loadConfig, type Environment } from './load-config.js';

/**
 * Reads `envFile` (default: `.env` in the working folder; it may be absent) and the process's environment, which wins, and over both
 * what a command sets for itself.
 * @throws AppError CONFIG_INVALID as `loadConfig`
 */
export async function readConfig(envFile?: string, overrides: Environment = {}): Promise<AppConfig> {
  let config: AppConfig | undefined;
  await NestConfigModule.forRoot({
    ...(envFile === undefined ? {} : { envFilePath: envFile }),
    validate: (env: Record<string, string>) => (config = loadConfig({ ...env, ...overrides })),
  });
  return config!;
}

/**
 * Provides AppConfig everywhere. The composition root reads the configuration first, because it decides which modules there are, and
 * hands it in here.
 */
@Module({})
export class ConfigModule {
  static forConfig(config: AppConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      imports: [
        NestConfigModule.forRoot({ ignoreEnvFile: true, ignoreEnvVars: true, validate: () => config }),
      ],
      providers: [{ provide: AppConfig, useValue: config }],
      exports: [AppConfig],
    };
  }
}
