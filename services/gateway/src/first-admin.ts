import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { RuleError } from '@sofi/domain';
import type { Database } from '@sofi/postgres';
import { DATABASE } from '@sofi/service-kit';
import { writeFile } from 'node:fs/promises';
import { Access } from './access.js';
import { GATEWAY_CONFIG, type GatewayConfig } from './config.js';
import { newSecret } from './secrets.js';

/** At the first start there is nobody who could come in: makes the user `admin`. Later starts change nothing. */
@Injectable()
export class FirstAdmin implements OnModuleInit {
  private readonly log = new Logger('first-admin');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly access: Access,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    if ((await this.database.users.count()) > 0) return;
    await this.access.saveUser('admin', await this.firstPassword(), 'admin');
    this.log.log('the first user is admin');
  }

  /** A password that was made up is written for its owner's eyes alone, and never logged. */
  private async firstPassword(): Promise<string> {
    const { ADMIN_PASSWORD, ADMIN_PASSWORD_FILE } = this.config;
    if (ADMIN_PASSWORD !== undefined) return ADMIN_PASSWORD;
    if (ADMIN_PASSWORD_FILE === undefined) {
      throw new RuleError('ADMIN_PASSWORD', undefined, 'is needed at the first start, when there is no user yet; or name in ADMIN_PASSWORD_FILE a file for a generated one');
    }
    const password = newSecret().slice(0, 20);
    await writeFile(ADMIN_PASSWORD_FILE, `${password}\n`, { mode: 0o600 });
    return password;
  }
}
