import type { BrokerFacts } from './broker-facts.js';
import type { FeedBoard } from './feed-board.js';

/** Where the market's clock stands, ms: by the stream, and before its first tick by the broker's own clock. */
export async function marketTime(board: FeedBoard, facts: BrokerFacts): Promise<number> {
  const { time } = board.status();
  return time > 0 ? time : facts.now();
}
