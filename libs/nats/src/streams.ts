import { setTimeout as delay } from 'node:timers/promises';
import { streams, type StreamName } from '@sofi/contracts';
import { UnavailableError } from '@sofi/domain';
import { DiscardPolicy, NatsError, nanos, RetentionPolicy, StorageType, type JetStreamManager, type StreamConfig } from 'nats';

const HOUR = 3_600_000;
type Keep = (typeof streams)[StreamName]['keep'];
const KEPT_FOR: Record<Keep, number> = { all: 0, newest: 0, '48h': 48 * HOUR, '14d': 14 * 24 * HOUR, '90d': 90 * 24 * HOUR };
const NAME_IN_USE = 10058;
const STREAM_NOT_FOUND = 10059;

/** The server's configuration of one stream of the contracts. Memory storage is out: direct reads of a subject's newest crawl there on 2.9. */
export function streamConfig(name: StreamName): Partial<StreamConfig> & { name: string } {
  const { subjects, keep } = streams[name];
  return {
    name,
    subjects: [...subjects],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_age: nanos(KEPT_FOR[keep]),
    max_msgs_per_subject: keep === 'newest' ? 1 : -1,
    duplicate_window: nanos(120_000),
    allow_direct: true,
  };
}

/** Makes or updates them all; several services may do so at once. Waits while JetStream is still starting. */
export async function ensureStreams(manager: JetStreamManager, waitMs = 30_000): Promise<void> {
  const deadline = Date.now() + waitMs;
  for (const name of Object.keys(streams) as StreamName[]) await ensureStream(manager, name, deadline);
}

async function ensureStream(manager: JetStreamManager, name: StreamName, deadline: number): Promise<void> {
  const config = streamConfig(name);
  for (;;) {
    try {
      await manager.streams.add(config);
      return;
    } catch (error) {
      if (apiCode(error) === NAME_IN_USE) {
        await manager.streams.update(name, config);
        return;
      }
      if (!isPassing(error)) throw error;
      if (Date.now() >= deadline) throw new UnavailableError(`NATS: stream ${name} can not be made: ${String(error)}`);
      await delay(250);
    }
  }
}

/** The server's own number of an API error, 0 for any other trouble. */
export function apiCode(error: unknown): number {
  return error instanceof NatsError ? (error.api_error?.err_code ?? 0) : 0;
}

export function isNoStream(error: unknown): boolean {
  return apiCode(error) === STREAM_NOT_FOUND;
}

/** Trouble that goes away: no server, no JetStream yet, no answer in time. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof NatsError)) return false;
  const status = error.api_error?.code;
  if (status !== undefined) return status >= 500;
  return ['503', 'TIMEOUT', 'CONNECTION_REFUSED', 'DISCONNECT', 'REQUEST_ERROR', 'CONNECTION_TIMEOUT'].includes(error.code);
}
