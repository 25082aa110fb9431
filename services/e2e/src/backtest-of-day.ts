import { cash, type StrategyDefinition } from '@sofi/domain';
import { runBacktest, type BacktestResult } from '@sofi/engine';
import { readTape, withClock } from '@sofi/tape';

/** The engine's own loop over the same files, with the definition that the services ran. */
export function backtestOf(folder: string, strategy: StrategyDefinition): BacktestResult {
  const tape = readTape(folder);
  return runBacktest({
    account: strategy.account,
    calendar: tape.calendar,
    leverage: 2,
    opening: { cash: cash(100_000), time: tape.from },
    definitions: [strategy],
    history: new Map(),
    events: withClock(tape.events(), { paced: true, calendar: tape.calendar }),
  });
}
