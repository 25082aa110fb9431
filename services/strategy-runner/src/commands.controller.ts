import { randomBytes } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import type { CommandReply, CommandRequest } from '@sofi/contracts';
import { StrategyHost } from '@sofi/engine';
import type { Bus } from '@sofi/nats';
import { BUS, Command, OneAtATime } from '@sofi/service-kit';
import { Roster } from './roster.js';
import { Runner } from './runner.js';

/** What people tell the strategies. Each command runs between two ticks of the market, never in the middle of an evaluation. */
@Controller()
export class CommandsController {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(Roster) private readonly roster: Roster,
    @Inject(Runner) private readonly runner: Runner,
    @Inject(StrategyHost) private readonly host: StrategyHost,
    @Inject(OneAtATime) private readonly steps: OneAtATime,
  ) {}

  @Command('strategy-runner.create')
  create({ draft }: CommandRequest<'strategy-runner.create'>): Promise<CommandReply<'strategy-runner.create'>> {
    return this.steps.run(() => this.roster.create(randomBytes(4).toString('hex'), draft));
  }

  @Command('strategy-runner.update')
  update({ id, draft }: CommandRequest<'strategy-runner.update'>): Promise<CommandReply<'strategy-runner.update'>> {
    return this.steps.run(() => this.roster.update(id, draft));
  }

  @Command('strategy-runner.delete')
  delete({ id }: CommandRequest<'strategy-runner.delete'>): Promise<CommandReply<'strategy-runner.delete'>> {
    return this.steps.run(async () => {
      await this.roster.remove(id);
      return {};
    });
  }

  @Command('strategy-runner.start')
  start({ id }: CommandRequest<'strategy-runner.start'>): Promise<CommandReply<'strategy-runner.start'>> {
    return this.steps.run(async () => this.roster.start(id, await this.marketTime()));
  }

  @Command('strategy-runner.pause')
  pause({ id }: CommandRequest<'strategy-runner.pause'>): Promise<CommandReply<'strategy-runner.pause'>> {
    return this.steps.run(() => this.roster.pause(id));
  }

  @Command('strategy-runner.resume')
  resume({ id }: CommandRequest<'strategy-runner.resume'>): Promise<CommandReply<'strategy-runner.resume'>> {
    return this.steps.run(async () => this.roster.start(id, await this.marketTime()));
  }

  @Command('strategy-runner.stop')
  stop({ id }: CommandRequest<'strategy-runner.stop'>): Promise<CommandReply<'strategy-runner.stop'>> {
    return this.steps.run(() => this.roster.stop(id));
  }

  /** Paused first, so that nothing is bought again behind the sales. */
  @Command('strategy-runner.flatten')
  async flatten({ id, user }: CommandRequest<'strategy-runner.flatten'>): Promise<CommandReply<'strategy-runner.flatten'>> {
    const definition = await this.steps.run(async () => {
      const current = await this.roster.get(id);
      return current.status === 'running' ? this.roster.pause(id) : current;
    });
    await this.bus.ask('order-router.flatten', { book: id, user });
    return definition;
  }

  @Command('strategy-runner.state')
  async state({ id }: CommandRequest<'strategy-runner.state'>): Promise<CommandReply<'strategy-runner.state'>> {
    await this.roster.get(id);
    return { symbols: this.roster.isHosted(id) ? this.host.state(id) : [] };
  }

  /** The tick that has been decided last; before the first one the market's own word. */
  private async marketTime(): Promise<number> {
    return this.runner.decidedUntil || (await this.bus.ask('market-data.status', {})).time;
  }
}
