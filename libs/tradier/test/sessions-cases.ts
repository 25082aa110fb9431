import type { EndpointCase } from './endpoint-case.js';

const market = { url: 'https://stream.tradier.com/v1/markets/events', sessionid: 'c8638963-a6d4' };
const account = { url: 'wss://ws.tradier.com/v1/accounts/events', sessionid: 'd9638963-a6d5' };

export const SESSION_CASES = {
  'sessions.market': {
    call: (client) => client.sessions.market(),
    path: '/markets/events/session',
    answer: { stream: market },
    gives: market,
  },
  'sessions.account': {
    call: (client) => client.sessions.account(),
    path: '/accounts/events/session',
    answer: { stream: account },
    gives: account,
  },
} satisfies Record<string, EndpointCase>;
