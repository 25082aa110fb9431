import { problem, type CommandName, type CommandReply, type CommandRequest, type StreamName } from '@sofi/contracts';
import type { JetStreamClient, JetStreamManager, Msg, StoredMsg } from 'nats';
import { ask } from './asking.js';
import { CountedBatch, type Batch } from './batch.js';
import type { Bus, FollowFrom, Message, MessageHandler } from './bus.js';
import { openConnection, type Connection } from './connection.js';
import { OrderedFollowing, type Beginning, type Following } from './following.js';
import { silent, type BusLog } from './log.js';
import { read } from './reading.js';
import { storeUntilDone } from './recording.js';
import { apiCode, ensureStreams } from './streams.js';

const NO_MESSAGE = 10037;

export interface BusOptions {
  /** `nats://[user:password@]host:port` */
  readonly url: string;
  /** how the server's monitoring calls this connection */
  readonly name: string;
  readonly log?: BusLog;
  /** how long the first connection may take, 30 s */
  readonly waitMs?: number;
}

/** Connects, waiting for a server that is still starting. Throws an UnavailableError when it does not come. */
export async function openBus(options: BusOptions): Promise<Bus> {
  const log = options.log ?? silent;
  const connection = await openConnection({ url: options.url, name: options.name, log, waitMs: options.waitMs ?? 30_000 });
  const manager = await connection.nats.jetstreamManager({ checkAPI: false, timeout: 2_000 });
  return new NatsBus(connection, connection.nats.jetstream({ timeout: 2_000 }), manager);
}

class NatsBus implements Bus {
  readonly #followings = new Set<Following>();

  constructor(
    private readonly connection: Connection,
    private readonly client: JetStreamClient,
    private readonly manager: JetStreamManager,
  ) {}

  get connected(): boolean {
    return this.connection.connected;
  }

  publish(subject: string, text: string): void {
    this.connection.nats.publish(subject, Buffer.from(text));
  }

  record(subject: string, text: string, id?: string): Promise<number> {
    return storeUntilDone(this.connection, this.client, subject, text, id);
  }

  batch(stream: StreamName): Batch {
    return new CountedBatch(this.connection, this.client, this.manager, stream);
  }

  subscribe(subject: string, hear: (data: Uint8Array, subject: string) => void): () => void {
    const { log } = this.connection;
    const subscription = this.connection.nats.subscribe(subject, {
      // a throw must not reach the client: it would end the reading of the socket
      callback: (error, msg) => {
        try {
          if (error) throw error;
          hear(msg.data, msg.subject);
        } catch (trouble) {
          log.error(`NATS: hearing ${msg?.subject ?? subject} failed: ${String(trouble)}`);
        }
      },
    });
    return () => subscription.unsubscribe();
  }

  follow(stream: StreamName, from: FollowFrom, handle: MessageHandler): Following {
    return this.#follow(stream, { kind: 'after', sequence: from.after }, from.filter, handle);
  }

  watchNewest(stream: StreamName, filter: string, handle: MessageHandler): Following {
    return this.#follow(stream, { kind: 'newest' }, filter, handle);
  }

  #follow(stream: StreamName, beginning: Beginning, filter: string | undefined, handle: MessageHandler): Following {
    const following = new OrderedFollowing(this.connection, this.manager, stream, beginning, filter, handle);
    this.#followings.add(following);
    return following;
  }

  newest(stream: StreamName, subject: string): Promise<Message | undefined> {
    return read(this.connection, `the newest of ${subject}`, async () => {
      try {
        return toMessage(await this.manager.streams.getMessage(stream, { last_by_subj: subject }));
      } catch (error) {
        if (apiCode(error) === NO_MESSAGE) return undefined;
        throw error;
      }
    });
  }

  async newestOf(stream: StreamName, filter: string): Promise<Message[]> {
    const info = await read(this.connection, `what ${stream} holds`, () => this.manager.streams.info(stream, { subjects_filter: filter }));
    const found = await Promise.all(Object.keys(info.state.subjects ?? {}).map((subject) => this.newest(stream, subject)));
    return found.filter((message) => message !== undefined).toSorted((a, b) => a.sequence - b.sequence);
  }

  async lastSequence(stream: StreamName): Promise<number> {
    return (await read(this.connection, `the end of ${stream}`, () => this.manager.streams.info(stream))).state.last_seq;
  }

  ask<N extends CommandName>(command: N, request: CommandRequest<N>, options?: { timeoutMs?: number }): Promise<CommandReply<N>> {
    return ask(this.connection, command, request, options?.timeoutMs);
  }

  answer(subject: string, reply: (data: Uint8Array, subject: string) => Promise<string>): () => void {
    const subscription = this.connection.nats.subscribe(subject, {
      queue: 'answer',
      callback: (error, msg) => {
        if (error) return this.connection.log.error(`NATS: answering ${subject}: ${error.message}`);
        void this.#respond(msg, reply);
      },
    });
    return () => subscription.unsubscribe();
  }

  async #respond(msg: Msg, reply: (data: Uint8Array, subject: string) => Promise<string>): Promise<void> {
    try {
      msg.respond(this.#fitting(await reply(msg.data, msg.subject), msg.subject));
    } catch (error) {
      this.connection.log.error(`NATS: answering ${msg.subject} failed: ${String(error)}`);
    }
  }

  /** The client would refuse to send a reply that the server does not take, and its sender would wait in vain. */
  #fitting(text: string, subject: string): string {
    const { max_payload: limit = Infinity } = this.connection.nats.info ?? {};
    const length = Buffer.byteLength(text);
    if (length <= limit) return text;
    this.connection.log.warn(`NATS: the answer to ${subject} has ${length} bytes, more than the ${limit} of a message`);
    return JSON.stringify({ ok: false, problem: problem(413, `the answer has ${length} bytes, a message holds ${limit}: ask for less`) });
  }

  ensureStreams(): Promise<void> {
    return ensureStreams(this.manager);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#followings].map((following) => following.stop()));
    if (this.connection.closed) return;
    // draining waits for the server; without one there is nothing to wait for
    await (this.connection.connected ? this.connection.nats.drain() : this.connection.nats.close());
  }
}

function toMessage(stored: StoredMsg): Message {
  return { subject: stored.subject, sequence: stored.seq, data: stored.data, time: stored.time.getTime() };
}
