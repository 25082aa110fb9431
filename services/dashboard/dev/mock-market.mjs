/** A made-up market for looking at pages: seeded walks, one-minute bars, quotes that move. Not a source of truth for anything. */
const NAMES = {
  AAPL: ['Apple Inc', 228.4],
  MSFT: ['Microsoft Corp', 417.2],
  GOOGL: ['Alphabet Inc', 176.1],
  TSLA: ['Tesla Inc', 342.8],
  NVDA: ['NVIDIA Corp', 141.3],
  'BRK/B': ['Berkshire Hathaway Inc', 471.9],
  SPY: ['SPDR S&P 500 ETF', 594.5],
  F: ['Ford Motor Co', 11.1],
  AMD: ['Advanced Micro Devices', 138.2],
};
const MINUTE = 60_000;
let seed = 42;
const random = () => (seed = (seed * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32 - 0.5;
const cents = (value) => Math.round(value * 100) / 100;

export const knows = (symbol) => symbol in NAMES;
export const search = (text) =>
  Object.entries(NAMES)
    .filter(([symbol, [name]]) => symbol.startsWith(text) || name.toUpperCase().includes(text))
    .map(([symbol, [description]]) => ({ symbol, description, exchange: 'Q' }));

const markets = new Map();
export function marketOf(symbol) {
  if (!markets.has(symbol)) markets.set(symbol, open(symbol));
  return markets.get(symbol);
}

function open(symbol) {
  const [description, start] = NAMES[symbol];
  const now = Date.now();
  const bars = [];
  let price = start;
  for (let time = now - (now % MINUTE) - 600 * MINUTE; time < now - MINUTE; time += MINUTE) {
    const bar = newBar(time, price);
    for (let step = 0; step < 12; step++) grow(bar, (price = cents(price * (1 + random() * 0.0011))), Math.floor((random() + 0.6) * 900));
    bars.push(bar);
  }
  const last = bars.at(-1).close;
  return {
    symbol,
    description,
    price,
    previousClose: start,
    open: bars[0].open,
    high: Math.max(...bars.map((bar) => bar.high)),
    low: Math.min(...bars.map((bar) => bar.low)),
    volume: bars.reduce((sum, bar) => sum + bar.volume, 0),
    bars,
    forming: newBar(now - (now % MINUTE), last),
  };
}

const newBar = (time, price) => ({ time, open: price, high: price, low: price, close: price, volume: 0, tradeCount: 0, vwap: price, revision: 0, quality: 'whole' });
function grow(bar, price, size) {
  Object.assign(bar, { high: Math.max(bar.high, price), low: Math.min(bar.low, price), close: price, volume: bar.volume + size, tradeCount: bar.tradeCount + 1 });
}

/** One trade; answers it, and the bar that it closed, if it did. */
export function trade(symbol) {
  const market = marketOf(symbol);
  const now = Date.now();
  const closed = now - market.forming.time >= MINUTE ? market.forming : undefined;
  if (closed) {
    market.bars.push(closed);
    market.forming = newBar(now - (now % MINUTE), market.price);
  }
  const size = Math.floor((random() + 0.6) * 400);
  market.price = cents(market.price * (1 + random() * 0.0006));
  market.volume += size;
  market.high = Math.max(market.high, market.price);
  market.low = Math.min(market.low, market.price);
  grow(market.forming, market.price, size);
  return {
    closed,
    tick: { kind: 'trade', symbol, price: market.price, size, cumulativeVolume: market.volume, exchange: 'Q', session: 'regular', exchangeTime: now, receivedTime: now },
  };
}

export const bookOf = (symbol) => {
  const { price } = marketOf(symbol);
  return { bid: cents(price - 0.02), ask: cents(price + 0.02), bidSize: 3, askSize: 5 };
};

export function quoteRow(symbol) {
  const { description, price, open: opened, high, low, previousClose, volume } = marketOf(symbol);
  return { symbol, description, last: price, ...bookOf(symbol), open: opened, high, low, previousClose, volume, exchangeTime: Date.now(), receivedTime: Date.now() };
}

export function barsOf(symbol, timeframe, limit) {
  const { bars, forming } = marketOf(symbol);
  const minutes = { '1m': 1, '5m': 5, '15m': 15, '30m': 30, '1h': 60, '4h': 240, '1d': 1440 }[timeframe];
  const rolled = [];
  for (const bar of [...bars, forming]) {
    const time = bar.time - (bar.time % (minutes * MINUTE));
    const into = rolled.at(-1);
    if (into?.time === time)
      Object.assign(into, {
        high: Math.max(into.high, bar.high),
        low: Math.min(into.low, bar.low),
        close: bar.close,
        volume: into.volume + bar.volume,
        tradeCount: into.tradeCount + bar.tradeCount,
      });
    else rolled.push({ ...bar, time });
  }
  return rolled.slice(-limit);
}
