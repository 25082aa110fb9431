import type { Msg } from 'nats';
import type { Message } from './bus.js';

/** A stored message as a consumer delivered it. */
export interface Delivery {
  readonly message: Message;
  /** counts from 1 within the consumer: a jump means that a delivery was lost */
  readonly delivered: number;
  /** how many more the consumer has for us after this one */
  readonly pending: number;
}

/**
 * Reads the server's reply subject, `$JS.ACK.<stream>.<consumer>.<tries>.<stream seq>.<consumer seq>.<ns>.<pending>`; newer servers
 * put domain and account after `ACK`. Undefined for what is no delivery (heartbeats, flow control).
 */
export function deliveryOf(msg: Msg): Delivery | undefined {
  const reply = msg.reply;
  if (!reply?.startsWith('$JS.ACK.')) return undefined;
  const tokens = reply.split('.');
  const at = tokens.length > 9 ? 7 : 5;
  return {
    message: {
      subject: msg.subject,
      sequence: Number(tokens[at]),
      data: msg.data,
      time: Math.floor(Number(tokens[at + 2]) / 1e6),
    },
    delivered: Number(tokens[at + 1]),
    pending: Number(tokens[at + 3]),
  };
}

/** What the server says about a consumer between deliveries. */
export type ConsumerSignal =
  /** answer on this subject once everything before it is handled, then more comes */
  | { readonly kind: 'flow'; readonly reply: string }
  | { readonly kind: 'heartbeat'; readonly lastDelivered: number; readonly stalled: string | undefined }
  | { readonly kind: 'ended'; readonly why: string };

export function signalOf(msg: Msg): ConsumerSignal {
  const { code = 0, description = '' } = msg.headers ?? {};
  if (code !== 100) return { kind: 'ended', why: `${code} ${description}` };
  if (msg.reply) return { kind: 'flow', reply: msg.reply };
  const stalled = msg.headers?.get('Nats-Consumer-Stalled');
  return { kind: 'heartbeat', lastDelivered: Number(msg.headers?.get('Nats-Last-Consumer')), stalled: stalled === '' ? undefined : stalled };
}
