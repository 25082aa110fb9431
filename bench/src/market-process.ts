import { dateOf } from '@sofi/domain';
import { manySymbols, tradingSequence } from './many-symbols.js';
import { TradierStandIn } from './tradier-stand-in.js';

/** What the bench asks of the market's process. `offsetMs`: how far the market's clock is before the wall's; it never goes back. */
export type MarketOrder =
  | { readonly kind: 'offer'; readonly perSecond: number; readonly seconds: number; readonly offsetMs: number }
  | { readonly kind: 'clock'; readonly time: number };
/** What it answers. `backlogBytes`: offered, but not taken from the socket at the end. */
export type MarketAnswer =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'offered'; readonly trades: number; readonly seconds: number; readonly backlogBytes: number };

const BEAT_MS = 5;
const TRADES_A_FRAME = 64;

const symbols = manySymbols(Number(process.argv[2]));
const sequence = tradingSequence(symbols.length);
const heads = symbols.map((symbol) => `{"type":"trade","symbol":"${symbol}","exch":"Q","price":"`);
const volumes = new Float64Array(symbols.length);
const places = new Map<string, number>(symbols.map((symbol, at) => [symbol, at]));
const broker = await TradierStandIn.start(symbols, (symbol) => volumes[places.get(symbol) ?? 0] ?? 0);

let next = 0;
let day = '';
let offset = 0;
const now = () => Date.now() + offset;
let clockAt = Math.floor(now() / 1_000) * 1_000;
const clock = setInterval(tick, 1_000);

process.on('message', (order: MarketOrder) => {
  if (order.kind === 'offer') return void offer(order);
  offset = order.time - Date.now();
  tick();
});
process.once('disconnect', () => {
  clearInterval(clock);
  broker.close();
});
tell({ kind: 'listening', url: broker.url });

/** Every second of the market is said, also those that the market's clock is set forward by: a pause of it would be a gap in the data. */
function tick(): void {
  for (; clockAt + 1_000 <= now(); clockAt += 1_000) broker.clock(clockAt + 1_000);
}

/** At an even rate, in beats of a few ms. */
async function offer({ perSecond, seconds, offsetMs }: Extract<MarketOrder, { kind: 'offer' }>): Promise<void> {
  offset = offsetMs;
  tick();
  turnDay();
  const count = Math.round(perSecond * seconds);
  const began = performance.now();
  await new Promise<void>((resolve) => {
    let sent = 0;
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor(((performance.now() - began) * perSecond) / 1_000));
      for (; sent < due; sent += TRADES_A_FRAME) broker.send(frame(Math.min(TRADES_A_FRAME, due - sent)));
      sent = due;
      if (sent < count) return;
      clearInterval(timer);
      resolve();
    }, BEAT_MS);
  });
  tell({ kind: 'offered', trades: count, seconds: (performance.now() - began) / 1_000, backlogBytes: broker.backlog });
}

/** Trades of 100 shares as Tradier writes them. */
function frame(trades: number): string {
  const date = now();
  let text = '';
  for (let at = 0; at < trades; at += 1) {
    const place = sequence[next] ?? 0;
    next = (next + 1) % sequence.length;
    const volume = (volumes[place] = (volumes[place] ?? 0) + 100);
    const price = 100 + (volume % 7_000) / 10_000;
    text += `${heads[place]}${price}","size":"100","cvol":"${volume}","date":"${date}","last":"${price}"}\n`;
  }
  return text;
}

/** The day's volume begins anew at midnight in New York. */
function turnDay(): void {
  if (dateOf(now()) === day) return;
  day = dateOf(now());
  volumes.fill(0);
}

function tell(answer: MarketAnswer): void {
  process.send?.(answer);
}
