import { Controller, Get, Inject, Param } from '@nestjs/common';
import { accountMessage, reconciliationAnswer, type AccountState } from '@sofi/contracts';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';
import { z } from 'zod';
import { Accounts } from './accounts.js';

type AccountJson = z.input<typeof accountMessage>;

@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly accounts: Accounts,
    @Inject(BUS) private readonly bus: Bus,
  ) {}

  @Get()
  async list(): Promise<{ accounts: AccountJson[] }> {
    return { accounts: (await this.accounts.all()).map(toJson) };
  }

  @Get(':account/balances')
  async balances(@Param('account') account: string): Promise<AccountJson> {
    return toJson(await this.accounts.get(account));
  }

  /** Compares with the broker now, so the answer is as fresh as its `verifiedAt`. */
  @Get(':account/reconciliation')
  async reconciliation(@Param('account') account: string): Promise<z.output<typeof reconciliationAnswer>> {
    await this.accounts.get(account);
    const result = await this.bus.ask('order-router.reconcile', {});
    return { equal: result.state === 'equal', ...result };
  }
}

function toJson(account: AccountState): AccountJson {
  return z.encode(accountMessage, account);
}
