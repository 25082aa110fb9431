import { RuleError } from '@sofi/domain';
import { listingOf } from '../market/listing-of.js';
import type { SplitMarket } from '../market/split-market.js';
import type { Settings } from '../settings.js';
import type { Simulation } from '../simulation.js';
import type { Fault, FaultOf } from './fault-kinds.js';
import type { FaultPlan } from './fault-plan.js';
import type { StreamFaults } from './stream-faults.js';

/** Arms a fault, does at once what can be done at once, and gives its number. */
export function faultArming(plan: FaultPlan, streams: StreamFaults, simulation: Simulation, market: SplitMarket, settings: Settings): (fault: Fault) => number {
  return (fault) => {
    if (fault.kind === 'split') {
      split(fault, simulation, market, settings);
      return plan.done(fault).id;
    }
    const { id } = plan.arm(fault);
    streams.meet();
    // it is meant for those that are open now
    if (fault.kind === 'nightly-close') plan.disarm(id);
    return id;
  };
}

/** Not where the account is to outlive the process: after a restart its orders would be repeated against a market without the split. */
function split({ parameters: { symbol, ratio, when } }: FaultOf<'split'>, simulation: Simulation, market: SplitMarket, settings: Settings): void {
  const listing = listingOf(symbol, market);
  if (!listing) throw new RuleError('symbol', symbol, 'is not traded here');
  if (settings.state !== undefined) throw new RuleError('kind', 'split', 'is not for a simulator with a --state file: splits are not in the journal');
  if (market.split(listing.symbol, ratio, when, simulation.now) === undefined) throw new RuleError('when', when, 'needs a session to come');
}
