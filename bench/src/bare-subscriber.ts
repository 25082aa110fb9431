import { connect } from 'nats';
import { BARE_CREDIT, BARE_TRADES } from './bare-subjects.js';

/** Counts trades, and says now and then how many there were, so that the publisher never runs too far ahead. */
const EVERY = 2_000;
const connection = await connect({ servers: process.argv[2] ?? '' });
let count = 0;
connection.subscribe(BARE_TRADES, {
  callback: (_error, { subject }) => {
    const ends = subject === 'bench.trade.end';
    if (!ends) count += 1;
    if (ends || count % EVERY === 0) connection.publish(BARE_CREDIT, String(count));
  },
});
await connection.flush();
process.stdout.write('counting\n');
