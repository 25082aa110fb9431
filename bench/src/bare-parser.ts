import { connect, type Msg } from 'nats';
import { BARE_CREDIT, BARE_STREAM, BARE_TRADES } from './bare-subjects.js';

/** Reads every trade, and says now and then how many there were, so that the publisher never runs too far ahead. */
const EVERY = 2_000;
const [, , url = '', way = 'core'] = process.argv;
const connection = await connect({ servers: url });
const text = new TextDecoder();
let [count, shares] = [0, 0];

function take(data: Uint8Array): void {
  shares += (JSON.parse(text.decode(data)) as { size: number }).size;
  count += 1;
  if (count % EVERY === 0) connection.publish(BARE_CREDIT, String(count));
}

if (way === 'core') connection.subscribe(BARE_TRADES, { callback: (_error, { data }: Msg) => take(data) });
else {
  const consumer = await connection.jetstream().consumers.get(BARE_STREAM);
  await consumer.consume({ max_messages: 20_000, callback: ({ data }) => take(data) });
}
await connection.flush();
process.send?.('ready');
process.once('SIGTERM', () => process.exit(shares > 0 ? 0 : 1));
