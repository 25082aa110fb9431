import type { CommandReply, CommandRequest } from '@sofi/contracts';
import { Command } from '@sofi/service-kit';
import { Controller, Inject } from '@nestjs/common';
import { Backfill } from './backfill.js';
import { BrokerFacts } from './broker-facts.js';
import { FeedBoard } from './feed-board.js';
import { marketTime } from './market-time.js';

@Controller()
export class CommandsController {
  constructor(
    @Inject(Backfill) private readonly backfill: Backfill,
    @Inject(BrokerFacts) private readonly facts: BrokerFacts,
    @Inject(FeedBoard) private readonly board: FeedBoard,
  ) {}

  @Command('market-data.snapshots')
  snapshots(request: CommandRequest<'market-data.snapshots'>): Promise<CommandReply<'market-data.snapshots'>> {
    return this.facts.snapshots(request);
  }

  @Command('market-data.search')
  search(request: CommandRequest<'market-data.search'>): Promise<CommandReply<'market-data.search'>> {
    return this.facts.search(request);
  }

  @Command('market-data.sessions')
  sessions(request: CommandRequest<'market-data.sessions'>): Promise<CommandReply<'market-data.sessions'>> {
    return this.facts.sessions(request);
  }

  @Command('market-data.bars')
  bars(request: CommandRequest<'market-data.bars'>): Promise<CommandReply<'market-data.bars'>> {
    return this.facts.bars(request);
  }

  @Command('market-data.backfill')
  fill(request: CommandRequest<'market-data.backfill'>): Promise<CommandReply<'market-data.backfill'>> {
    return this.backfill.request(request);
  }

  @Command('market-data.minutes')
  minutes(request: CommandRequest<'market-data.minutes'>): Promise<CommandReply<'market-data.minutes'>> {
    return this.facts.minutes(request);
  }

  @Command('market-data.status')
  async status(): Promise<CommandReply<'market-data.status'>> {
    return { ...this.board.status(), time: await marketTime(this.board, this.facts) };
  }
}
