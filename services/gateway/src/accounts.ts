import { Inject, Injectable } from '@nestjs/common';
import { accountMessage, decode, subjects, symbolPositionsMessage, type AccountState } from '@sofi/contracts';
import { UnavailableError, type Position } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';
import { Refusal, refuse } from './problem-answer.js';
import { problem } from '@sofi/contracts';

/** What the ledger says now: accounts and positions, as the order router has last recorded them. */
@Injectable()
export class Accounts {
  constructor(@Inject(BUS) private readonly bus: Bus) {}

  async all(): Promise<AccountState[]> {
    const messages = await this.bus.newestOf('LEDGER', subjects.account('*'));
    return messages.map((message) => decode(accountMessage, message.data));
  }

  async get(account: string): Promise<AccountState> {
    return (await this.all()).find((one) => one.account === account) ?? refuse(404, `there is no account ${account}`);
  }

  /** The account that an order is for: the named one, or the only one. */
  async accountFor(named: string | undefined): Promise<string> {
    const accounts = (await this.all()).map((one) => one.account);
    const [first] = accounts;
    if (first === undefined) throw new UnavailableError('the order router has not connected to an account yet');
    if (named === undefined) return first;
    if (accounts.includes(named)) return named;
    throw new Refusal(problem(422, `account: must be one of ${accounts.join(', ')}`, [{ field: 'account', message: `must be one of ${accounts.join(', ')}`, value: named }]));
  }

  /** Of every book that holds or has held something; a flat one has a quantity of 0. */
  async positions(): Promise<Position[]> {
    const messages = await this.bus.newestOf('LEDGER', subjects.position('*', '*'));
    return messages.flatMap((message) => decode(symbolPositionsMessage, message.data).positions);
  }
}
