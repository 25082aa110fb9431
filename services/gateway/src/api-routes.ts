import {
  accountMessage,
  candlesAnswer,
  candlesQuery,
  commands,
  conditionField,
  decisionsAnswer,
  feedStatusMessage,
  healthAnswer,
  loginBody,
  meAnswer,
  orderBody,
  orderDetailAnswer,
  ordersAnswer,
  placedAnswer,
  positionsAnswer,
  quotesAnswer,
  reconciliationAnswer,
  strategiesAnswer,
  strategyDraft,
  strategyMessage,
  strategySummary,
  strategyTypesAnswer,
  timeField,
  tradesAnswer,
  watchlistAnswer,
  watchlistBody,
} from '@sofi/contracts';
import { z } from 'zod';

export interface ApiRoute {
  readonly says: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly headers?: readonly string[];
  readonly status: number;
  readonly answer?: z.ZodType;
}

const reads = (says: string, answer: z.ZodType, query?: z.ZodType): ApiRoute => ({ says, answer, status: 200, ...(query ? { query } : {}) });
const turns = (says: string): ApiRoute => ({ says, status: 200, answer: strategyMessage });
const sessions = commands['market-data.sessions'].reply.extend({ year: z.number(), month: z.number() });
const session = sessions.shape.sessions.element;
const clock = z.object({
  time: timeField,
  state: z.enum(['premarket', 'open', 'postmarket', 'closed']),
  session: session.nullable(),
  next: session.nullable(),
  nextChange: timeField.nullable(),
});
const checklist = z.object({ symbol: z.string(), decidedAt: timeField.nullable(), ready: z.boolean(), conditions: z.array(conditionField) });
const limit = z.number().int().optional();
const text = z.string().optional();

/** Every route under `/api/v1`, for the published description; the spec holds it equal to the controllers. */
export const apiRoutes: Readonly<Record<string, ApiRoute>> = {
  'POST auth/login': { says: 'Signs in; the answer sets a session cookie', body: loginBody, status: 204 },
  'POST auth/logout': { says: 'Ends the session', status: 204 },
  'GET auth/me': reads('Who is signed in, and the token for X-CSRF-Token', meAnswer),
  'POST auth/users': {
    says: 'Makes or changes a user (admin)',
    body: z.object({ username: z.string(), password: z.string(), role: z.enum(['viewer', 'trader', 'admin']) }),
    status: 201,
  },
  'POST auth/tokens': {
    says: 'Makes an API token, shown this once (admin)',
    body: z.object({ name: z.string(), username: text }),
    status: 201,
    answer: z.object({ id: z.string(), name: z.string(), username: z.string(), token: z.string() }),
  },
  'GET quotes': reads('Newest prices of symbols, separated by commas', quotesAnswer, z.object({ symbols: z.string() })),
  'GET symbols': reads('Symbols that a text could mean', z.object({ symbols: commands['market-data.search'].reply.shape.found }), z.object({ q: z.string() })),
  'GET candles/{symbol}': reads('Bars, oldest first', candlesAnswer, candlesQuery),
  'GET watchlists': reads('One’s own watchlist', watchlistAnswer),
  'POST watchlists': { says: 'Adds a symbol', body: watchlistBody, status: 201, answer: watchlistAnswer },
  'DELETE watchlists/{symbol}': reads('Removes a symbol', watchlistAnswer),
  'GET market/clock': reads('The market’s time and state', clock),
  'GET market/calendar': reads('The sessions of a month', sessions, z.object({ year: limit, month: limit })),
  'GET market/status': reads('The state of the feed', feedStatusMessage),
  'GET strategy-types': reads('Kinds of strategies, with the JSON Schema of their parameters', strategyTypesAnswer),
  'GET strategies': reads('All strategies, and how each is doing', strategiesAnswer),
  'POST strategies': { says: 'Makes a strategy, stopped', body: strategyDraft, status: 201, answer: strategyMessage },
  'GET strategies/{id}': reads('One strategy', strategySummary),
  'PUT strategies/{id}': { says: 'Changes a strategy', body: strategyDraft, status: 200, answer: strategyMessage },
  'DELETE strategies/{id}': { says: 'Deletes a strategy; its orders and trades stay', status: 204 },
  'POST strategies/{id}/start': turns('Evaluates and trades from now on'),
  'POST strategies/{id}/pause': turns('Opens nothing more; what it holds stays guarded'),
  'POST strategies/{id}/resume': turns('Trades again after a pause'),
  'POST strategies/{id}/stop': turns('Evaluates nothing more; what it holds stays guarded'),
  'POST strategies/{id}/flatten': turns('Pauses it and closes what it holds'),
  'GET strategies/{id}/state': reads('The indicators now', commands['strategy-runner.state'].reply),
  'GET strategies/{id}/checklist': reads('Why it would or would not enter now', checklist, z.object({ symbol: text })),
  'GET strategies/{id}/decisions': reads('Its decisions, newest first', decisionsAnswer, z.object({ symbol: text, limit, before: limit })),
  'GET strategies/{id}/positions': reads('What it holds', positionsAnswer),
  'GET strategies/{id}/trades': reads('What it has closed, newest first', tradesAnswer),
  'GET orders': reads('The blotter, newest first', ordersAnswer, z.object({ strategy: text, status: text, before: limit, limit })),
  'POST orders': { says: 'Places an order; the same key is the same order', body: orderBody, headers: ['Idempotency-Key'], status: 202, answer: placedAnswer },
  'POST orders/preview': { says: 'What the gate and the broker would say; nothing is kept', body: orderBody, status: 200, answer: commands['order-router.preview'].reply },
  'GET orders/{orderId}': reads('An order and everything that happened to it', orderDetailAnswer),
  'DELETE orders/{orderId}': { says: 'Asks for a cancel', status: 202, answer: placedAnswer },
  'GET positions': reads('What is held', positionsAnswer, z.object({ strategy: text, symbol: text, flat: text })),
  'POST positions/close': {
    says: 'Closes all that a book holds: a strategy’s id, or manual',
    body: z.object({ book: z.string() }),
    status: 202,
    answer: commands['order-router.flatten'].reply,
  },
  'GET trades': reads('Closed trades, newest first; format=csv for a file', tradesAnswer, z.object({ strategy: text, symbol: text, limit, format: text })),
  'GET accounts': reads('The accounts', z.object({ accounts: z.array(accountMessage) })),
  'GET accounts/{account}/balances': reads('What the ledger says of an account', accountMessage),
  'GET accounts/{account}/reconciliation': reads('Whether the broker agrees, compared now', reconciliationAnswer),
  'GET system/health': reads('How the whole is doing', healthAnswer),
  'GET system/services': reads('How each service is doing', healthAnswer.pick({ services: true })),
};
