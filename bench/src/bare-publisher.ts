import { connect } from 'nats';
import { BARE_CREDIT, bareTrade } from './bare-subjects.js';
import { manySymbols, tradingSequence } from './many-symbols.js';

/** messages that may be under way; the subscriber says every few thousand how far it is */
const WINDOW = 20_000;

const connection = await connect({ servers: process.argv[2] ?? '' });
const symbols = manySymbols(Number(process.argv[3]));
const sequence = tradingSequence(symbols.length);
const subjects = symbols.map(bareTrade);
let [published, received] = [0, 0];

connection.subscribe(BARE_CREDIT, {
  callback: (_error, message) => {
    received = Number(message.string());
    more();
  },
});
await connection.flush();

let [goal, began] = [0, 0];
process.on('message', (trades: number) => {
  goal = published + trades;
  began = performance.now();
  more();
});
process.send?.('ready');

function more(): void {
  for (const end = Math.min(goal, received + WINDOW); published < end; published += 1) publish(published);
  if (goal === 0 || received < goal) return;
  goal = 0;
  process.send?.((performance.now() - began) / 1_000);
}

function publish(number: number): void {
  const place = sequence[number % sequence.length] ?? 0;
  const now = Date.now();
  const trade = {
    kind: 'trade',
    symbol: symbols[place],
    price: 100 + (number % 7_000) / 10_000,
    size: 100,
    cumulativeVolume: number * 100,
    exchange: 'Q',
    session: 'regular',
    exchangeTime: now,
    receivedTime: now,
  };
  connection.publish(subjects[place] ?? '', JSON.stringify(trade));
}
