import { setTimeout as delay } from 'node:timers/promises';
import { UnavailableError } from '@sofi/domain';
import { nuid, type JetStreamClient } from 'nats';
import type { Connection } from './connection.js';
import { isPassing } from './streams.js';

const ANSWER_MS = 1_000;
const RETRY_MS = 250;

/** Stores one message and resolves with its sequence, that of the first copy if the server already has this id. Retries until it is stored. */
export async function storeUntilDone(connection: Connection, client: JetStreamClient, subject: string, text: string, id: string = nuid.next()): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { seq } = await client.publish(subject, text, { msgID: id, timeout: ANSWER_MS });
      return seq;
    } catch (error) {
      if (connection.closed) throw new UnavailableError(`NATS: closed before ${subject} was stored`);
      if (!isPassing(error)) throw error;
      if (attempt % 20 === 0) connection.log.warn(`NATS: ${subject} is not stored after ${attempt} attempts: ${String(error)}`);
      await delay(RETRY_MS);
    }
  }
}
