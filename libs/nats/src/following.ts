import { setTimeout as delay } from 'node:timers/promises';
import type { StreamName } from '@sofi/contracts';
import { InvariantError } from '@sofi/domain';
import { AckPolicy, createInbox, DeliverPolicy, nanos, ReplayPolicy, type ConsumerConfig, type JetStreamManager, type Msg, type Subscription } from 'nats';
import type { Message, MessageHandler } from './bus.js';
import type { Connection } from './connection.js';
import { deliveryOf, signalOf } from './delivery.js';
import { isNoStream, isPassing } from './streams.js';

const HEARTBEAT_MS = 1_000;
/** silence of three heartbeats: the consumer is gone, whatever the server says */
const SILENCE_MS = 3_000;
const RETRY_MS = 100;

/** One reader's way through a stream. */
export interface Following {
  /** the sequence of the last message whose handling has ended, or where it began */
  position(): number;
  /** Ends it; resolves when the handler that is at work has ended. */
  stop(): Promise<void>;
  /** Resolves after `stop`, rejects with what the handler threw. Unhandled, it ends the process: a reader that stopped reading must not go unseen. */
  readonly done: Promise<void>;
}

export type Beginning = { readonly kind: 'after'; readonly sequence: number } | { readonly kind: 'newest' };

/**
 * Follows a stream in order by short-lived consumers of its own: no acknowledgements, flow control from the server, and a new consumer
 * after the last taken message whenever a delivery is missing, the server was away or it has been silent.
 */
export class OrderedFollowing implements Following {
  readonly done: Promise<void>;
  #resolve: () => void = () => {};
  #reject: (error: unknown) => void = () => {};
  readonly #filter: string | undefined;
  #queue: (Message | string)[] = [];
  #head = 0;
  #working = false;
  #idle: (() => void) | undefined;
  #stopped = false;
  /** the last message that was handed to the handler; nothing up to it is ever handed out again */
  #taken: number;
  #finished: number;
  #fromNewest: boolean;
  #epoch = 0;
  #expected = 1;
  #heardAt = Date.now();
  #subscription: Subscription | undefined;
  readonly #watch: NodeJS.Timeout;
  readonly #forget: () => void;

  constructor(
    private readonly connection: Connection,
    private readonly manager: JetStreamManager,
    private readonly stream: StreamName,
    beginning: Beginning,
    filter: string | undefined,
    private readonly handle: MessageHandler,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#filter = filter;
    this.#fromNewest = beginning.kind === 'newest';
    this.#taken = this.#finished = beginning.kind === 'after' ? beginning.sequence : 0;
    this.#forget = connection.onReconnect(() => this.#reopen('the server was away'));
    this.#watch = setInterval(() => this.#lookForSilence(), 500);
    void this.#open();
  }

  position(): number {
    return this.#finished;
  }

  async stop(): Promise<void> {
    if (!this.#stopped) this.#leave();
    if (this.#working) await new Promise<void>((resolve) => (this.#idle = resolve));
    this.#resolve();
  }

  #leave(): void {
    this.#stopped = true;
    this.#epoch += 1;
    clearInterval(this.#watch);
    this.#forget();
    this.#subscription?.unsubscribe();
    this.#clear();
  }

  #fail(error: unknown): void {
    this.#leave();
    this.#reject(error);
  }

  #reopen(why: string): void {
    if (this.#stopped) return;
    this.connection.log.warn(`NATS: ${this.stream} is read again from ${this.#taken}: ${why}`);
    void this.#open();
  }

  /** Begins anew; an earlier attempt that is still under way gives up. */
  async #open(): Promise<void> {
    const epoch = ++this.#epoch;
    this.#clear();
    while (epoch === this.#epoch && !this.connection.closed) {
      this.#heardAt = Date.now();
      try {
        return await this.#begin(epoch);
      } catch (error) {
        if (epoch !== this.#epoch) return;
        if (!isPassing(error)) return this.#fail(isNoStream(error) ? new InvariantError(`NATS: there is no stream ${this.stream}`) : error);
        await delay(RETRY_MS);
      }
    }
  }

  async #begin(epoch: number): Promise<void> {
    if (!this.#fromNewest) await this.#checkEnd();
    if (epoch !== this.#epoch) return;
    this.#subscription?.unsubscribe();
    this.#expected = 1;
    const inbox = createInbox();
    this.#subscription = this.connection.nats.subscribe(inbox, {
      callback: (error, msg) => {
        if (error) this.connection.log.error(`NATS: ${this.stream}: ${error.message}`);
        else if (epoch === this.#epoch) this.#receive(msg);
      },
    });
    await this.manager.consumers.add(this.stream, this.#config(inbox));
  }

  /** A stream that ends before what we have read is not the stream that we have read. */
  async #checkEnd(): Promise<void> {
    const { state } = await this.manager.streams.info(this.stream);
    if (state.last_seq < this.#taken) {
      throw new InvariantError(`NATS: ${this.stream} ends at ${state.last_seq} but was read up to ${this.#taken}: the store was replaced`);
    }
    if (state.first_seq > this.#taken + 1 && this.#taken > 0) {
      this.connection.log.warn(`NATS: ${this.stream} begins at ${state.first_seq}, what follows ${this.#taken} is no longer kept`);
    }
  }

  #config(inbox: string): Partial<ConsumerConfig> {
    return {
      deliver_subject: inbox,
      ...(this.#fromNewest ? { deliver_policy: DeliverPolicy.LastPerSubject } : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: this.#taken + 1 }),
      ...(this.#filter === undefined ? {} : { filter_subject: this.#filter }),
      ack_policy: AckPolicy.None,
      max_deliver: 1,
      replay_policy: ReplayPolicy.Instant,
      flow_control: true,
      idle_heartbeat: nanos(HEARTBEAT_MS),
      mem_storage: true,
      num_replicas: 1,
    };
  }

  #receive(msg: Msg): void {
    this.#heardAt = Date.now();
    const delivery = deliveryOf(msg);
    if (!delivery) return this.#hearSignal(msg);
    if (delivery.delivered !== this.#expected) return this.#reopen(`delivery ${this.#expected} is missing`);
    this.#expected += 1;
    this.#queue.push(delivery.message);
    if (!this.#working) void this.#work();
  }

  #hearSignal(msg: Msg): void {
    const signal = signalOf(msg);
    if (signal.kind === 'ended') return this.#reopen(signal.why);
    if (signal.kind === 'heartbeat') {
      if (signal.lastDelivered >= this.#expected) return this.#reopen(`delivery ${this.#expected} is missing`);
      if (signal.stalled === undefined) return;
    }
    const reply = signal.kind === 'flow' ? signal.reply : (signal.stalled as string);
    this.#queue.push(reply);
    if (!this.#working) void this.#work();
  }

  /** Handles what is queued. Runs without a pause while the handler returns nothing to wait for. */
  async #work(): Promise<void> {
    this.#working = true;
    try {
      while (this.#head < this.#queue.length) {
        const next = this.#queue[this.#head++] as Message | string;
        if (typeof next === 'string') this.connection.nats.publish(next);
        else {
          const outcome = this.#take(next);
          if (outcome !== undefined) await outcome;
          if (next.sequence > this.#finished) this.#finished = next.sequence;
        }
        if (this.#head === this.#queue.length) this.#clear();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#working = false;
      this.#idle?.();
    }
  }

  #take(message: Message): void | Promise<void> {
    if (message.sequence <= this.#taken) return undefined;
    this.#taken = message.sequence;
    this.#fromNewest = false;
    return this.handle(message);
  }

  #clear(): void {
    this.#queue = [];
    this.#head = 0;
  }

  #lookForSilence(): void {
    if (this.connection.connected && Date.now() - this.#heardAt > SILENCE_MS) this.#reopen('the server is silent');
  }
}
