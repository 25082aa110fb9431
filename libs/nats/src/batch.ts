import { setTimeout as delay } from 'node:timers/promises';
import type { StreamName } from '@sofi/contracts';
import { InvariantError, UnavailableError } from '@sofi/domain';
import { headers, type JetStreamClient, type JetStreamManager, type PubAck } from 'nats';
import type { Connection } from './connection.js';
import { apiCode, isPassing } from './streams.js';

const WRONG_LAST_SEQUENCE = 10071;
const ANSWER_MS = 2_000;
const RETRY_MS = 100;

/**
 * Many messages for one confirmation, written by the only writer of a stream: `append` does not wait, `seal` proves by the stream's
 * own count that everything before it is stored, in order.
 */
export interface Batch {
  append(subject: string, text: string): void;
  /** Stores the closing message after everything appended; resolves with its sequence. Retries through restarts of the server. */
  seal(subject: string, text: string): Promise<number>;
}

interface Entry {
  readonly subject: string;
  readonly text: string;
}

/**
 * The closing message is only accepted by the server if the stream ends exactly where it must (expected last sequence). Where it does not,
 * what arrived is read back, and what did not is stored one by one before the closing message.
 */
export class CountedBatch implements Batch {
  #entries: Entry[] = [];
  /** how many of the entries have been sent */
  #sent = 0;
  /** the connection that they were sent on */
  #generation = 0;
  /** the stream's last sequence before the first entry; known once the stream was asked */
  #tail: number | undefined;
  #sealing = false;

  constructor(
    private readonly connection: Connection,
    private readonly client: JetStreamClient,
    private readonly manager: JetStreamManager,
    private readonly stream: StreamName,
  ) {}

  append(subject: string, text: string): void {
    if (this.#sealing) throw new InvariantError(`NATS: ${this.stream}: appended while sealing`);
    this.#entries.push({ subject, text });
    // after a break what was sent may be lost: then the rest waits for the seal, or it would overtake
    if (this.#tail === undefined || !this.connection.connected || (this.#sent > 0 && this.#generation !== this.connection.generation)) return;
    if (this.#sent !== this.#entries.length - 1) return;
    this.#generation = this.connection.generation;
    this.connection.nats.publish(subject, text);
    this.#sent += 1;
  }

  async seal(subject: string, text: string): Promise<number> {
    if (this.#sealing) throw new InvariantError(`NATS: ${this.stream}: sealed twice at once`);
    this.#sealing = true;
    try {
      this.#tail ??= await this.#retrying(() => this.#lastSequence());
      const seal = { subject, text };
      if (this.#mayBeStored()) this.#sendRest();
      const sequence = (await this.#trySeal(seal)) ?? (await this.#repair(seal));
      this.#tail = sequence;
      this.#entries = [];
      this.#sent = 0;
      return sequence;
    } finally {
      this.#sealing = false;
    }
  }

  #mayBeStored(): boolean {
    return this.connection.connected && (this.#sent === 0 || this.#generation === this.connection.generation);
  }

  #sendRest(): void {
    for (const { subject, text } of this.#entries.slice(this.#sent)) this.connection.nats.publish(subject, text);
    this.#sent = this.#entries.length;
    this.#generation = this.connection.generation;
  }

  async #trySeal(seal: Entry): Promise<number | undefined> {
    const expected = (this.#tail as number) + this.#entries.length;
    try {
      return (await this.#store(seal, expected)).seq;
    } catch (error) {
      if (apiCode(error) === WRONG_LAST_SEQUENCE || isPassing(error)) return undefined;
      throw error;
    }
  }

  /** Stores what is missing, each message only if the stream ends where we believe; asks again whenever it does not. */
  async #repair(seal: Entry): Promise<number> {
    this.connection.log.warn(`NATS: ${this.stream}: a batch of ${this.#entries.length} is not whole, storing what is missing`);
    const wanted = [...this.#entries, seal];
    return this.#retrying(async () => {
      let last = await this.#lastSequence();
      const stored = await this.#readBack((this.#tail as number) + 1, last);
      for (const entry of missing(wanted, stored, this.stream)) last = (await this.#store(entry, last)).seq;
      return last;
    });
  }

  async #readBack(from: number, to: number): Promise<Entry[]> {
    const stored: Entry[] = [];
    for (let seq = from; seq <= to; seq++) {
      const message = await this.manager.streams.getMessage(this.stream, { seq });
      stored.push({ subject: message.subject, text: message.string() });
    }
    return stored;
  }

  #store({ subject, text }: Entry, lastSequence: number): Promise<PubAck> {
    return this.client.publish(subject, text, { timeout: ANSWER_MS, headers: headers(), expect: { lastSequence } });
  }

  async #lastSequence(): Promise<number> {
    return (await this.manager.streams.info(this.stream)).state.last_seq;
  }

  async #retrying<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (this.connection.closed) throw new UnavailableError(`NATS: closed before ${this.stream} was written`);
        if (!isPassing(error) && apiCode(error) !== WRONG_LAST_SEQUENCE) throw error;
        await delay(RETRY_MS);
      }
    }
  }
}

/** What of `wanted` is not among `stored`, both in order. Throws an InvariantError where somebody else's message is stored. */
export function missing(wanted: readonly Entry[], stored: readonly Entry[], stream: string): Entry[] {
  const rest: Entry[] = [];
  let at = 0;
  for (const entry of wanted) {
    const found = stored[at];
    if (found && found.subject === entry.subject && found.text === entry.text) at += 1;
    else rest.push(entry);
  }
  if (at < stored.length) throw new InvariantError(`NATS: ${stream} has another writer: ${stored[at]?.subject} is not ours`);
  return rest;
}
