import { conditionField, type CommandReply } from '@sofi/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { dollars, type Condition, type Decision, type EquitySymbol, type OrderId, type StrategyDefinition } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { BUS, DATABASE } from '@sofi/service-kit';
import type { z } from 'zod';
import { Accounts } from './accounts.js';
import { MarketTime } from './market-time.js';

export interface Checklist {
  readonly symbol: string;
  /** of the decision that the first conditions come from; null before the first */
  readonly decidedAt: number | null;
  readonly ready: boolean;
  readonly conditions: z.input<typeof conditionField>[];
}

/** Why a strategy would or would not enter now: its own conditions at the last bar, then what the gate would say of the order. */
@Injectable()
export class Checklists {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BUS) private readonly bus: Bus,
    private readonly time: MarketTime,
    private readonly accounts: Accounts,
  ) {}

  async of(definition: StrategyDefinition, symbol: EquitySymbol): Promise<Checklist> {
    const [decision] = await this.database.decisions.list({ strategyId: definition.id, symbol, limit: 1 });
    const conditions = [statusCondition(definition), ...(decision ? [...decision.conditions, await this.gateCondition(definition, decision)] : [warmUpCondition])];
    return { symbol, decidedAt: decision?.time ?? null, ready: conditions.every((one) => one.met), conditions };
  }

  private async gateCondition(definition: StrategyDefinition, decision: Decision): Promise<Condition> {
    const { approved, rule, reason, quantity } = await this.askGate(definition, decision);
    const name = 'Capital and limits';
    if (!approved) return { name, met: false, detail: rule === null ? reason : `${rule}: ${reason}` };
    const { buyingPower } = await this.accounts.get(definition.account);
    const cost = quantity * dollars(decision.close);
    return { name, met: true, detail: `${quantity} shares, about ${wholeDollars.format(cost)} of ${wholeDollars.format(dollars(buyingPower))} buying power` };
  }

  private askGate({ id, account, risk }: StrategyDefinition, decision: Decision): Promise<CommandReply<'order-router.check'>> {
    const time = this.time.now();
    const { symbol, close } = decision;
    return this.bus.ask('order-router.check', {
      kind: 'entry',
      id: `check-${id}-${time}` as OrderId,
      account,
      symbol,
      time,
      strategyId: id,
      referencePrice: close,
      risk,
      reason: 'asked by the checklist',
    });
  }
}

const wholeDollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const warmUpCondition: Condition = { name: 'First decision', met: false, detail: 'no bar has been judged yet' };

function statusCondition({ status }: StrategyDefinition): Condition {
  return { name: 'Running', met: status === 'running', detail: `the strategy is ${status}` };
}
