import type { FeedStatus, Heartbeat, healthAnswer } from '@sofi/contracts';
import { UnavailableError } from '@sofi/domain';
import type { z } from 'zod';

export type Health = z.output<typeof healthAnswer>;
type ServiceHealth = Health['services'][number];

/** Heartbeats come each second; a service that has been silent for longer is down. */
export const SILENT_AFTER_MS = 5_000;
export const EXPECTED = ['market-data', 'candle-aggregator', 'strategy-runner', 'order-router', 'gateway'] as const;

/** Who is alive, from the heartbeats. A service never heard of is down, too: all of {@link EXPECTED} make the product. */
export class Heartbeats {
  private readonly newest = new Map<string, { beat: Heartbeat; heardAt: number }>();

  hear(beat: Heartbeat, now: number): void {
    this.newest.set(beat.service, { beat, heardAt: now });
  }

  /** the newest beat of each service, for a viewer that has just come */
  beats(): readonly Heartbeat[] {
    return [...this.newest.values()].map((one) => one.beat);
  }

  services(now: number): readonly ServiceHealth[] {
    return [...new Set<string>([...EXPECTED, ...this.newest.keys()])].map((name) => this.serviceHealth(name, now));
  }

  private serviceHealth(name: string, now: number): ServiceHealth {
    const heard = this.newest.get(name);
    if (!heard) return { name, status: 'down', version: 'unknown', uptimeSeconds: 0 };
    const { version, uptimeSeconds, status } = heard.beat;
    return { name, version, uptimeSeconds, status: now - heard.heardAt > SILENT_AFTER_MS ? 'down' : status };
  }
}

const TROUBLED = new Set<FeedStatus['state']>(['stale', 'connecting']);

/**
 * `down`: a service is; `degraded`: one says so, or the feed or one of its symbols is in trouble (a closed market and delayed prices are none). What a market-data that is down said last of
 * its feed is no longer true: the feed is stale, by at least `silentMs`, the time since it said so.
 */
export function healthOf(services: readonly ServiceHealth[], feed: FeedStatus | undefined, silentMs = 0): Health {
  if (!feed) throw new UnavailableError('market-data has not said yet which market it is connected to');
  const down = services.some((one) => one.status === 'down');
  const silent = services.some((one) => one.name === 'market-data' && one.status === 'down');
  const state = silent && feed.state !== 'closed' ? 'stale' : feed.state;
  const degraded = services.some((one) => one.status !== 'ok') || TROUBLED.has(state) || (feed.counts.stale ?? 0) > 0;
  return {
    status: down ? 'down' : degraded ? 'degraded' : 'ok',
    services: [...services],
    feed: { state, ageMs: feed.lastEventTime === 0 ? null : Math.max(0, feed.time - feed.lastEventTime) + (silent ? silentMs : 0) },
    mode: feed.mode,
  };
}
