import type { CommandReply, CommandRequest } from '@sofi/contracts';
import { RuleError } from '@sofi/domain';
import { Controller, Inject, Module } from '@nestjs/common';
import { Command, Metrics, Pulse, startService } from './index.js';

/** A service with just enough of its own to see the kit at work: run by the spec in a process of its own. */
@Controller()
class SpecimenController {
  private searches = 0;

  constructor(
    @Inject(Pulse) private readonly pulse: Pulse,
    @Inject(Metrics) metrics: Metrics,
  ) {
    metrics.count('searches_total', 'searches so far', () => this.searches);
  }

  @Command('market-data.search')
  search({ text }: CommandRequest<'market-data.search'>): CommandReply<'market-data.search'> {
    this.searches += 1;
    if (text === '') throw new RuleError('text', text, 'must not be empty');
    if (text === 'reached') this.pulse.reached(1_700_000_000_000);
    if (text === 'trouble') this.pulse.degraded('the feed is stale');
    if (text === 'fault') throw new TypeError('a fault of ours');
    if (text === 'crash') setImmediate(() => void Promise.reject(new Error('nobody waits for this')));
    return { found: [{ symbol: text, description: 'found', exchange: 'Q' }] };
  }
}

@Module({ controllers: [SpecimenController] })
class SpecimenModule {}

await startService({ name: 'specimen', module: SpecimenModule });
