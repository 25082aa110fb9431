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
  /** Also while a seal is under way: what is appended then follows it, and belongs to the next. */
  append(subject: string, text: string): void;
  /** Stores the closing message after everything appended; resolves with its sequence. Retries through restarts of the server. One at a time. */
  seal(subject: string, text: string): Promise<number>;
}

interface Entry {
  readonly subject: string;
  readonly text: string;
}

/**
 * The closing message is only accepted by the server if the stream ends exactly where it must (expected last sequence). Where it does not,
 * what arrived is read back, and what did not is stored one by one before the closing message. What was appended meanwhile has then
 * perhaps overtaken it: nobody is told a later time before its trades, some are told a trade before its time.
 */
export class CountedBatch implements Batch {
  #entries: Entry[] = [];
  /** how many of the entries have been sent */
  #sent = 0;
  /** the connection that they, and the closing message under way before them, were sent on */
  #generation = 0;
  /** the stream's last sequence before the first entry, or before what is being sealed; known once the stream was asked */
  #tail: number | undefined;
  #sealing = false;
  /** what is appended can not be sent yet: something before it has not been */
  #blocked = false;

  constructor(
    private readonly connection: Connection,
    private readonly client: JetStreamClient,
    private readonly manager: JetStreamManager,
    private readonly stream: StreamName,
  ) {}

  append(subject: string, text: string): void {
    this.#entries.push({ subject, text });
    if (this.#tail === undefined || this.#blocked || !this.#inOrder() || this.#sent !== this.#entries.length - 1) return;
    this.#generation = this.connection.generation;
    // as bytes: Node writes them four times as fast as the client's TextEncoder
    this.connection.nats.publish(subject, Buffer.from(text));
    this.#sent += 1;
  }

  async seal(subject: string, text: string): Promise<number> {
    if (this.#sealing) throw new InvariantError(`NATS: ${this.stream}: sealed twice at once`);
    this.#sealing = this.#blocked = true;
    const sealed = [...this.#entries, { subject, text }];
    const sent = this.#sent;
    [this.#entries, this.#sent] = [[], 0];
    try {
      this.#tail ??= await this.#retrying(() => this.#lastSequence());
      const sequence = (await this.#trySeal(sealed, sent)) ?? (await this.#repair(sealed));
      this.#sealing = this.#blocked = false;
      this.#catchUp();
      return sequence;
    } finally {
      this.#sealing = this.#blocked = false;
    }
  }

  /** After a break what was sent may be lost: then the rest waits for the next seal, or it would overtake. */
  #inOrder(sent = this.#sent): boolean {
    return this.connection.connected && ((sent === 0 && !this.#sealing) || this.#generation === this.connection.generation);
  }

  #catchUp(): void {
    if (!this.#inOrder()) return;
    this.#generation = this.connection.generation;
    for (const { subject, text } of this.#entries.slice(this.#sent)) this.connection.nats.publish(subject, text);
    this.#sent = this.#entries.length;
  }

  /** Undefined where it is not known to be stored right behind all that it closes. */
  async #trySeal(sealed: readonly Entry[], sent: number): Promise<number | undefined> {
    const before = sealed.slice(0, -1);
    const whole = this.connection.connected && (sent === 0 || this.#generation === this.connection.generation);
    if (whole) {
      for (const { subject, text } of before.slice(sent)) this.connection.nats.publish(subject, text);
      this.#generation = this.connection.generation;
    }
    try {
      const storing = this.#store(sealed.at(-1) as Entry, (this.#tail as number) + before.length);
      this.#blocked = !whole;
      this.#tail = (await storing).seq;
      return this.#tail;
    } catch (error) {
      this.#blocked = true;
      if (apiCode(error) === WRONG_LAST_SEQUENCE || isPassing(error)) return undefined;
      throw error;
    }
  }

  /** Stores what is missing, each message only if the stream ends where we believe; asks again whenever it does not. */
  async #repair(sealed: readonly Entry[]): Promise<number> {
    this.connection.log.warn(`NATS: ${this.stream}: a batch of ${sealed.length - 1} is not whole, storing what is missing`);
    const followers = this.#entries.slice(0, this.#sent);
    const wanted = [...sealed, ...followers];
    const last = await this.#retrying(async () => {
      let end = await this.#lastSequence();
      const stored = await this.#readBack((this.#tail as number) + 1, end);
      for (const entry of missing(wanted, stored, this.stream)) end = (await this.#store(entry, end)).seq;
      return end;
    });
    [this.#tail, this.#entries, this.#sent] = [last, this.#entries.slice(followers.length), 0];
    return last;
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
