import { Module, type DynamicModule } from '@nestjs/common';
import { accountCollections, AccountsModule } from '#libs/accounts';
import { AppConfig, ConfigModule } from '#libs/config';
import { Clock, SystemClock } from '#libs/kernel';
import { ObservabilityModule } from '#libs/observability';
import { StorageModule } from '#libs/storage';

/** Just enough of the system to sign a token. */
@Module({ providers: [{ provide: Clock, useValue: new SystemClock() }], exports: [Clock] })
export class TokenModule {
  static forConfig(config: AppConfig): DynamicModule {
    return {
      module: TokenModule,
      global: true,
      imports: [
        ConfigModule.forConfig(config),
        ObservabilityModule.forLog({ ...config.log, level: 'warn' }),
        StorageModule.forRoot({ collections: accountCollections }),
        AccountsModule,
      ],
    };
  }
}
