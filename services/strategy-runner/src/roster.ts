import { setTimeout as pause } from 'node:timers/promises';
import { encode, interestMessage, subjects, type StrategyDraft } from '@sofi/contracts';
import { UnavailableError, type StrategyDefinition } from '@sofi/domain';
import type { StrategyHost } from '@sofi/engine';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { checkedDraft, typeNamed } from './draft.js';
import type { WarmUpHistory } from './history.js';
import { refusal } from './refusal.js';

const ASK_AGAIN_MS = 250;

/**
 * The strategies that people made: stored, started, paused, stopped. A strategy is warm before it decides anything, and is not changed
 * under way: it is stopped first, so that what it holds and what it watches never disagree.
 */
export class Roster {
  constructor(
    private readonly bus: Bus,
    private readonly database: Database,
    private readonly host: StrategyHost,
    private readonly history: WarmUpHistory,
  ) {}

  /** Warms everything that was running or paused, with the bars that the clock `decidedUntil` had closed. */
  async resume(decidedUntil: number): Promise<void> {
    for (const definition of await this.database.strategies.all()) {
      if (definition.status !== 'stopped') await this.warmInTime(definition, decidedUntil);
    }
    await this.sayInterest();
  }

  /** Where all services start at once, market-data or the broker behind it may not answer yet: that is waited for, for a cold strategy would decide otherwise. */
  private async warmInTime(definition: StrategyDefinition, until: number): Promise<void> {
    for (;;) {
      try {
        return await this.warm(definition, until);
      } catch (error) {
        if (!(error instanceof UnavailableError)) throw error;
        await pause(ASK_AGAIN_MS);
      }
    }
  }

  async create(id: string, draft: StrategyDraft): Promise<StrategyDefinition> {
    return this.define(id, draft);
  }

  async update(id: string, draft: StrategyDraft): Promise<StrategyDefinition> {
    const current = await this.get(id);
    if (current.status !== 'stopped') throw refusal(409, `"${current.name}" is ${current.status}; stop it before changing it`);
    return this.define(id, draft);
  }

  /** Its history stays; the strategy itself is gone from the list. */
  async remove(id: string): Promise<void> {
    const current = await this.get(id);
    if (current.status !== 'stopped') throw refusal(409, `"${current.name}" is ${current.status}; stop it before deleting it`);
    const positions = (await this.database.positions.all(current.account)).flatMap((row) => row.positions);
    const held = positions.filter((position) => position.book === id && position.netQuantity !== 0);
    if (held.length > 0) throw refusal(409, `"${current.name}" still holds ${held.map(({ symbol }) => symbol).join(', ')}; flatten it before deleting it`);
    this.host.remove(id);
    await this.database.strategies.delete(id);
  }

  /** From stopped it is warmed anew; from paused it goes on with what it has. */
  async start(id: string, marketTime: number): Promise<StrategyDefinition> {
    const current = await this.get(id);
    if (current.status === 'running') return current;
    if (current.status === 'stopped') {
      await this.history.forget(id);
      await this.warm({ ...current, status: 'running' }, marketTime);
    }
    return this.become(current, 'running');
  }

  async pause(id: string): Promise<StrategyDefinition> {
    const current = await this.get(id);
    if (current.status === 'stopped') throw refusal(409, `"${current.name}" is stopped; only a running strategy can be paused`);
    return this.become(current, 'paused');
  }

  async stop(id: string): Promise<StrategyDefinition> {
    return this.become(await this.get(id), 'stopped');
  }

  async get(id: string): Promise<StrategyDefinition> {
    const found = await this.database.strategies.get(id);
    if (!found) throw refusal(404, `there is no strategy ${id}`);
    return found;
  }

  private async define(id: string, draft: StrategyDraft): Promise<StrategyDefinition> {
    const { account } = await this.bus.ask('order-router.account', {});
    const definition: StrategyDefinition = { ...(await checkedDraft(draft, account, this.bus)), id, status: 'stopped' };
    await this.database.strategies.save(definition);
    return definition;
  }

  private async become(current: StrategyDefinition, status: StrategyDefinition['status']): Promise<StrategyDefinition> {
    const definition = { ...current, status };
    await this.database.strategies.save(definition);
    if (this.isHosted(definition.id)) this.host.setStatus(definition.id, status);
    await this.sayInterest();
    return definition;
  }

  isHosted(id: string): boolean {
    return this.host.definitions().some((definition) => definition.id === id);
  }

  private async warm(definition: StrategyDefinition, until: number): Promise<void> {
    const { warmUpBars } = typeNamed(definition.type).create(definition.parameters);
    this.host.start(definition, await this.history.read(definition, warmUpBars, until));
  }

  /** Tells market-data which symbols the strategies that are not stopped need. */
  private async sayInterest(): Promise<void> {
    const watching = this.host.definitions().filter(({ status }) => status !== 'stopped');
    const symbols = [...new Set(watching.flatMap((definition) => definition.symbols))];
    await this.bus.record(subjects.interest('strategy-runner'), encode(interestMessage, { owner: 'strategy-runner', symbols }));
  }
}
