import type { CommandName, CommandReply, CommandRequest, StreamName } from '@sofi/contracts';
import type { Batch } from './batch.js';
import type { Following } from './following.js';

/** One stored message of a stream. */
export interface Message {
  readonly subject: string;
  /** its place in the stream, from 1 */
  readonly sequence: number;
  readonly data: Uint8Array;
  /** when the server stored it, ms since the epoch */
  readonly time: number;
}

/** What is done with one message. A returned promise is waited for before the next message; a throw ends the following. */
export type MessageHandler = (message: Message) => void | Promise<void>;

/** Where a following begins, and what of the stream it sees. */
export interface FollowFrom {
  /** the sequence that is already done; 0 is the whole stream */
  readonly after: number;
  /** one subject, with wildcards; the whole stream where it is absent */
  readonly filter?: string;
}

/** The one connection of a service to NATS. Subjects and streams are those of the contracts. */
export interface Bus {
  /** Says it to whoever listens now; nobody confirms. What must not be lost is for `record` or `batch`. */
  publish(subject: string, text: string): void;
  /**
   * Stores it in the stream that captures the subject and resolves with its sequence. Retries until it is stored, always with the same
   * message id, so it is for facts that may be said twice. Messages recorded at the same time may be stored in either order.
   */
  record(subject: string, text: string, id?: string): Promise<number>;
  /** Many messages with one confirmation; for the only writer of a stream. */
  batch(stream: StreamName): Batch;
  /** Hears what is said from now on. Returns what ends it. */
  subscribe(subject: string, hear: (data: Uint8Array, subject: string) => void): () => void;
  /** Every message after a sequence, strictly in order, one at a time, through restarts of the server. */
  follow(stream: StreamName, from: FollowFrom, handle: MessageHandler): Following;
  /** The newest message of every subject under the filter, then every change. */
  watchNewest(stream: StreamName, filter: string, handle: MessageHandler): Following;
  newest(stream: StreamName, subject: string): Promise<Message | undefined>;
  /** the newest message of each subject under the filter, in stream order */
  newestOf(stream: StreamName, filter: string): Promise<Message[]>;
  /** 0 where nothing was ever stored */
  lastSequence(stream: StreamName): Promise<number>;
  /** Throws a {@link CommandRefused} with the service's problem, or an UnavailableError where nobody answers in time. */
  ask<N extends CommandName>(command: N, request: CommandRequest<N>, options?: { timeoutMs?: number }): Promise<CommandReply<N>>;
  /** Answers requests on a subject with text; one too long for a message becomes a problem 413. Replicas that answer the same subject share the requests. */
  answer(subject: string, reply: (data: Uint8Array, subject: string) => Promise<string>): () => void;
  /** Makes or updates every stream of the contracts. */
  ensureStreams(): Promise<void>;
  readonly connected: boolean;
  /** Ends every following after its present message, sends what is still buffered, then disconnects. */
  close(): Promise<void>;
}

/** JSON of a message's bytes. Throws a SyntaxError on anything else. */
export function jsonOf(data: Uint8Array): unknown {
  return JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8'));
}
