import { decode, heartbeatMessage } from '@sofi/contracts';
import type { MarketFeed } from '@sofi/domain';

/**
 * Closes the ring: when everything that a tick of the market's clock caused has come home to the strategies, the market is told that it may go on.
 * Heartbeats repeat the time each second, so a lost one costs a second and nothing else.
 */
export class Pace {
  constructor(private readonly feed: Pick<MarketFeed, 'acknowledge'>) {}

  onHeartbeat(data: Uint8Array): void {
    const { marketTime } = decode(heartbeatMessage, data);
    if (marketTime > 0) this.feed.acknowledge(marketTime);
  }
}
