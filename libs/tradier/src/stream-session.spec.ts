import { expect } from 'chai';
import { httpStreamUrl, socketUrl } from './stream-session.js';

describe('the address of the socket', () => {
  const cases: [string, string][] = [
    ['https://stream.tradier.com/v1/markets/events', 'wss://ws.tradier.com/v1/markets/events'],
    ['https://stream.tradier.com/v1/markets/events?sessionid=c8638963', 'wss://ws.tradier.com/v1/markets/events'],
    ['wss://ws.tradier.com/v1/markets/events', 'wss://ws.tradier.com/v1/markets/events'],
    ['http://127.0.0.1:9310/v1/markets/events', 'ws://127.0.0.1:9310/v1/markets/events'],
  ];
  for (const [answered, socket] of cases) it(`of ${answered} is ${socket}`, () => expect(socketUrl(answered)).to.equal(socket));
});

describe('the address of the HTTP stream', () => {
  const cases: [string, string][] = [
    ['https://stream.tradier.com/v1/markets/events?sessionid=c8638963', 'https://stream.tradier.com/v1/markets/events'],
    ['wss://ws.tradier.com/v1/markets/events', 'https://stream.tradier.com/v1/markets/events'],
    ['ws://127.0.0.1:9310/v1/markets/events', 'http://127.0.0.1:9310/v1/markets/events'],
  ];
  for (const [answered, stream] of cases) it(`of ${answered} is ${stream}`, () => expect(httpStreamUrl(answered)).to.equal(stream));
});
