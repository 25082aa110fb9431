import type { Quote, Trade } from '@sofi/domain';
import type { Command, Entry, Journal } from './journal.js';
import type { Simulation } from './simulation.js';
import { Anchor } from './time/driver.js';

/** How far a listener of a paced market had followed, and what the market has said since. */
export interface Followed {
  readonly acknowledged: number;
  readonly unheard: (Trade | Quote)[];
  /** it had been running */
  readonly begun: boolean;
}

/** Brings a paced market and its account back to where they were: to what was acknowledged last, or to the last command after it. */
export function recoverPaced(simulation: Simulation, { entries }: Journal): Followed {
  const told = entries.findLast((entry) => entry.kind === 'acknowledged');
  const acknowledged = told?.time ?? simulation.now;
  const unheard: (Trade | Quote)[] = [];
  const note = (events: readonly (Trade | Quote)[]) => unheard.push(...events.filter(({ exchangeTime }) => exchangeTime > acknowledged));
  for (const command of entries.filter(isCommand)) note(simulation.repeat(command));
  if (simulation.now < acknowledged) note(simulation.catchUp(acknowledged));
  simulation.settle();
  return { acknowledged, unheard, begun: told !== undefined };
}

/** A market that waits for nobody has gone on meanwhile: orders that rested are matched with what has happened since. */
export function recoverLive(simulation: Simulation, { entries }: Journal, wall: number): void {
  for (const command of entries.filter(isCommand)) simulation.repeat(command);
  const told = entries.findLast((entry) => entry.kind === 'speed');
  if (!told) return;
  simulation.catchUp(Math.max(simulation.now, Math.floor(new Anchor(told.wall, told.market, told.speed).at(wall))));
  simulation.settle();
}

function isCommand(entry: Entry): entry is Command {
  return entry.kind === 'placed' || entry.kind === 'cancelled' || entry.kind === 'amended';
}
