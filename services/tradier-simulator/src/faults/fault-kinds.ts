import { RuleError } from '@sofi/domain';
import { z } from 'zod';

/** Where a fault can strike: a REST call, a message of a stream, an open connection at the moment it is armed, a subscription. */
export type Place = 'call' | 'message' | 'connection' | 'subscription';

const MINUTE = 60_000;
const LONGEST_MS = 60 * MINUTE;

const times = z.union([z.int().min(1), z.literal('unlimited')], { error: 'must be a whole number from 1, or unlimited' }).describe('how often it strikes');
const often = {
  times: times.default(1),
  after: z.int().min(0).default(0).describe('how many that fit are spared first'),
  probability: z.number().gt(0).max(1).default(1).describe('that one that fits is struck'),
  lasts: z.int().min(1).optional().describe('ms after which it is over, whatever it has struck'),
};
const calls = {
  ...often,
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).optional(),
  path: z.string().min(1).optional().describe('a part of the path'),
};
const connections = { ...often, stream: z.enum(['market', 'account', 'both']).default('both') };
const messages = { ...connections, type: z.string().optional().describe('of the message, as trade'), symbol: z.string().optional() };
const untilCleared = { ...calls, times: times.default('unlimited') };
const milliseconds = (usual: number) => z.int().min(0).max(LONGEST_MS).default(usual);
const later = (usual: number) => z.int().min(1).max(10_000).default(usual).describe('messages that come first');

interface KindOfFault {
  /** what it does, for a person */
  readonly words: string;
  readonly strikes: readonly Place[];
  /** of messages only those that tell a trade */
  readonly printsOnly?: true;
  /** whether a schedule may choose it: not what stays until it is cleared */
  readonly scheduled: boolean;
  readonly parameters: z.ZodObject;
}

const call = (words: string, own: z.ZodRawShape = {}) => ({ words, strikes: ['call'], scheduled: true, parameters: z.strictObject({ ...calls, ...own }) }) as const;

/** Every fault there is. What an endpoint accepts, what the help says and what the page offers is read from here. */
export const KINDS = {
  'drop-after-accept': call('The call is carried out, an order is placed, and the connection is cut without an answer.'),
  'time-out-before-commit': {
    ...call('Nothing is carried out and nothing is answered; the connection is cut at the end.'),
    parameters: z.strictObject({ ...calls, ms: milliseconds(MINUTE) }),
  },
  'time-out-after-commit': {
    ...call('The call is carried out and never answered; the connection is cut at the end.'),
    parameters: z.strictObject({ ...calls, ms: milliseconds(MINUTE) }),
  },
  'rate-limited': call('429 with the headers of a used-up minute and the plain text that ends with its expiry. Nothing is carried out.'),
  'server-error': {
    ...call('A 5xx of the gateway. Nothing is carried out.'),
    parameters: z.strictObject({ ...calls, status: z.literal([500, 502, 503, 504]).default(500) }),
  },
  'bad-gateway': call('502 and a page of a proxy. Nothing is carried out.'),
  'not-found': call('404 on an address that exists. Nothing is carried out.'),
  maintenance: {
    ...call('An HTML page in the place of an answer. Nothing is carried out.'),
    parameters: z.strictObject({ ...calls, status: z.literal([200, 503]).default(503) }),
  },
  'empty-body': call('The call is carried out; the answer has its status and no body.'),
  'truncated-json': call('The call is carried out; the body ends in its middle.'),
  'answer-numbers-as-text': call('Every number of the answer is text.'),
  slow: {
    ...call('The call is carried out; the answer waits, then comes whole or in pieces.'),
    parameters: z.strictObject({ ...calls, ms: milliseconds(3000), pieces: z.int().min(1).max(1000).default(1).describe('of the body, that long apart') }),
  },
  'revoked-token': { ...call('401: the token is not accepted, until this is cleared.'), scheduled: false, parameters: z.strictObject(untilCleared) },
  'wrong-session': {
    ...call('A new session id that no stream knows.'),
    scheduled: false,
    parameters: z.strictObject({ ...calls, path: z.string().min(1).default('/events/session'), method: z.literal('POST').default('POST') }),
  },
  'duplicate-event': { words: 'A message comes twice.', strikes: ['message'], scheduled: true, parameters: z.strictObject(messages) },
  'late-event': {
    words: 'A message comes after later ones; before the clock where the market waits for its listener.',
    strikes: ['message'],
    scheduled: true,
    parameters: z.strictObject({ ...messages, by: later(3) }),
  },
  'out-of-order': { words: 'A message and the next one change places.', strikes: ['message'], scheduled: true, parameters: z.strictObject(messages) },
  'lost-print': {
    words: 'A trade is not told on the stream. Time and sales have it.',
    strikes: ['message'],
    printsOnly: true,
    scheduled: true,
    parameters: z.strictObject(messages),
  },
  'zero-size': { words: 'A trade is followed by one of size 0.', strikes: ['message'], printsOnly: true, scheduled: true, parameters: z.strictObject(messages) },
  'old-tick': {
    words: 'A trade is told once more after later ones.',
    strikes: ['message'],
    printsOnly: true,
    scheduled: true,
    parameters: z.strictObject({ ...messages, by: later(50) }),
  },
  'malformed-frame': { words: 'A message is cut in its middle, and its rest is lost.', strikes: ['message'], scheduled: true, parameters: z.strictObject(messages) },
  'event-numbers-as-text': { words: 'Every number of a message is text.', strikes: ['message'], scheduled: true, parameters: z.strictObject(messages) },
  'socket-drop': { words: 'The connection of a stream is cut.', strikes: ['connection', 'message'], scheduled: true, parameters: z.strictObject(connections) },
  stall: {
    words: 'A stream stays open and says nothing more; it answers pings, and is cut at the end.',
    strikes: ['connection', 'message'],
    scheduled: true,
    parameters: z.strictObject({ ...connections, ms: milliseconds(MINUTE) }),
  },
  'half-open': {
    words: 'A stream neither says nor hears anything more, and answers no ping; it is cut at the end.',
    strikes: ['connection', 'message'],
    scheduled: true,
    parameters: z.strictObject({ ...connections, ms: milliseconds(MINUTE) }),
  },
  'session-loss': {
    words: 'A stream is told that its session is not found, and closed; every session id is void.',
    strikes: ['connection', 'message'],
    scheduled: true,
    parameters: z.strictObject(connections),
  },
  'too-many-sessions': {
    words: 'A subscription is refused, for there are too many sessions, and the stream is closed.',
    strikes: ['subscription'],
    scheduled: true,
    parameters: z.strictObject(connections),
  },
  'nightly-close': {
    words: 'The streams that are open are closed, as every night.',
    strikes: ['connection'],
    scheduled: false,
    parameters: z.strictObject({ stream: connections.stream }),
  },
  'clock-skew': {
    words: 'The clock of REST and of the stream is off, until this is cleared.',
    strikes: [],
    scheduled: false,
    parameters: z.strictObject({ ms: z.int().min(-LONGEST_MS).max(LONGEST_MS), lasts: often.lasts }),
  },
  split: {
    words: 'A symbol splits: prices are divided by the ratio and volumes multiplied, the past with them. Positions and working orders stay as they are.',
    strikes: [],
    scheduled: false,
    parameters: z.strictObject({ symbol: z.string(), ratio: z.number().positive().max(1000), when: z.enum(['now', 'next-session']).default('next-session') }),
  },
} as const satisfies Record<string, KindOfFault>;

export type KindName = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** A kind with parameters that are whole and valid. */
export type Fault = { [K in KindName]: { readonly kind: K; readonly parameters: z.infer<(typeof KINDS)[K]['parameters']> } }[KindName];
export type FaultOf<K extends KindName> = Extract<Fault, { kind: K }>;

/** From what was sent, as `{kind, …parameters}`. Throws a RuleError that names the first field that is wrong. */
export function faultIn(sent: unknown): Fault {
  const fields = z.record(z.string(), z.unknown()).safeParse(sent);
  if (!fields.success) throw new RuleError('body', null, 'must be a JSON object with a kind');
  const { kind: named, ...rest } = fields.data;
  const kind = KIND_NAMES.find((name) => name === named);
  if (kind === undefined) throw new RuleError('kind', told(named), `must be one of ${KIND_NAMES.join(', ')}`);
  const read = KINDS[kind].parameters.safeParse(rest);
  if (read.success) return { kind, parameters: read.data } as Fault;
  const [issue] = read.error.issues;
  const field = issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : String(issue?.path[0] ?? '');
  throw new RuleError(field, told(rest[field]), issue?.code === 'unrecognized_keys' ? `is no parameter of ${kind}` : (issue?.message ?? 'is not valid'));
}

/** As a schedule arms it: everything as usual. */
export function usual(kind: KindName): Fault {
  return faultIn({ kind });
}

function told(value: unknown): string | null {
  return value === undefined ? null : (JSON.stringify(value) ?? null);
}

/** One line a kind. */
export function kindsInWords(): string {
  return KIND_NAMES.map((name) => `  ${name.padEnd(24)} ${KINDS[name].words}\n`).join('');
}

/** Each kind with its words and the JSON schema of its parameters. */
export function kindsAsSchema(): Record<string, unknown>[] {
  return KIND_NAMES.map((kind) => ({ kind, words: KINDS[kind].words, parameters: z.toJSONSchema(KINDS[kind].parameters, { io: 'input' }) }));
}
