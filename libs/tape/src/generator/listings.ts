import { seedOf, uniform } from './noise.js';

/** A company of the made market: real names, invented prices. */
export interface Listing {
  readonly symbol: string;
  readonly name: string;
  readonly exchange: string;
  readonly type: 'stock' | 'etf';
  /** dollars around which its price swings */
  readonly basePrice: number;
  /** 1 is a calm large company; its swings are multiplied by it */
  readonly liveliness: number;
  /** shares in a busy minute */
  readonly minuteVolume: number;
}

const ROWS = `
AAPL|Apple Inc|Q|stock|228|1|120000
MSFT|Microsoft Corp|Q|stock|428|0.9|60000
GOOGL|Alphabet Inc|Q|stock|178|1.1|70000
GOOG|Alphabet Inc - Class C|Q|stock|180|1.1|50000
TSLA|Tesla Inc|Q|stock|252|1.9|200000
NVDA|NVIDIA Corp|Q|stock|138|1.7|400000
AMZN|Amazon.com Inc|Q|stock|205|1.1|90000
META|Meta Platforms Inc|Q|stock|585|1.2|40000
AMD|Advanced Micro Devices Inc|Q|stock|141|1.6|110000
INTC|Intel Corp|Q|stock|24.5|1.4|150000
NFLX|Netflix Inc|Q|stock|720|1.2|10000
AVGO|Broadcom Inc|Q|stock|172|1.4|60000
ADBE|Adobe Inc|Q|stock|505|1.1|8000
CSCO|Cisco Systems Inc|Q|stock|57|0.7|50000
QCOM|Qualcomm Inc|Q|stock|163|1.2|25000
TXN|Texas Instruments Inc|Q|stock|201|1|15000
MU|Micron Technology Inc|Q|stock|103|1.6|60000
SBUX|Starbucks Corp|Q|stock|98|0.9|25000
COST|Costco Wholesale Corp|Q|stock|915|0.7|6000
PEP|PepsiCo Inc|Q|stock|165|0.6|15000
PLTR|Palantir Technologies Inc|Q|stock|61|2|150000
COIN|Coinbase Global Inc|Q|stock|265|2.2|40000
MSTR|MicroStrategy Inc|Q|stock|340|2.4|50000
PYPL|PayPal Holdings Inc|Q|stock|84|1.2|30000
JPM|JPMorgan Chase & Co|N|stock|243|0.8|25000
BAC|Bank of America Corp|N|stock|46|0.9|110000
WFC|Wells Fargo & Co|N|stock|73|0.9|50000
GS|Goldman Sachs Group Inc|N|stock|590|0.9|6000
MS|Morgan Stanley|N|stock|132|0.9|20000
C|Citigroup Inc|N|stock|69|1|40000
V|Visa Inc|N|stock|308|0.7|18000
MA|Mastercard Inc|N|stock|522|0.7|8000
BRK/B|Berkshire Hathaway Inc - Class B|N|stock|468|0.6|10000
JNJ|Johnson & Johnson|N|stock|154|0.6|20000
PFE|Pfizer Inc|N|stock|25.5|0.8|110000
MRK|Merck & Co Inc|N|stock|98|0.7|30000
LLY|Eli Lilly & Co|N|stock|790|1.2|9000
UNH|UnitedHealth Group Inc|N|stock|598|0.9|9000
XOM|Exxon Mobil Corp|N|stock|120|0.9|40000
CVX|Chevron Corp|N|stock|160|0.9|20000
KO|Coca-Cola Co|N|stock|63|0.5|35000
WMT|Walmart Inc|N|stock|88|0.6|45000
HD|Home Depot Inc|N|stock|408|0.8|9000
MCD|McDonald's Corp|N|stock|291|0.6|9000
NKE|Nike Inc|N|stock|75|1.1|30000
DIS|Walt Disney Co|N|stock|113|1|30000
BA|Boeing Co|N|stock|146|1.4|30000
CAT|Caterpillar Inc|N|stock|388|1|8000
GE|GE Aerospace|N|stock|180|1.1|15000
F|Ford Motor Co|N|stock|11.1|1.1|140000
GM|General Motors Co|N|stock|57|1.1|40000
T|AT&T Inc|N|stock|22.8|0.7|90000
VZ|Verizon Communications Inc|N|stock|43|0.6|50000
UBER|Uber Technologies Inc|N|stock|70|1.3|50000
SPY|SPDR S&P 500 ETF Trust|P|etf|592|0.6|130000
QQQ|Invesco QQQ Trust|Q|etf|505|0.8|90000
IWM|iShares Russell 2000 ETF|P|etf|230|0.9|70000
DIA|SPDR Dow Jones Industrial Average ETF Trust|P|etf|437|0.5|10000
GLD|SPDR Gold Shares|P|etf|248|0.6|20000
XLP|Consumer Staples Select Sector SPDR Fund|P|etf|81|0.4|25000
XLF|Financial Select Sector SPDR Fund|P|etf|49.5|0.7|90000
TLT|iShares 20+ Year Treasury Bond ETF|Q|etf|91|0.7|80000
`;

/** By symbol. */
export const LISTINGS: ReadonlyMap<string, Listing> = new Map(
  ROWS.trim()
    .split('\n')
    .map((row) => {
      const [symbol = '', name = '', exchange = '', type, basePrice, liveliness, minuteVolume] = row.split('|');
      return [
        symbol,
        { symbol, name, exchange, type: type === 'etf' ? 'etf' : 'stock', basePrice: Number(basePrice), liveliness: Number(liveliness), minuteVolume: Number(minuteVolume) },
      ];
    }),
);

/** Up to four letters, and a share class; a letter three times running is nobody's symbol, so that there are unknown ones too. */
const ON_DEMAND = /^(?!.*([A-Z])\1\1)[A-Z]{1,4}(\/[A-Z])?$/;

/** A company of the list, or one made up for its symbol: always the same for the same symbol. Undefined for ZZZZ and its like. */
export function listingOf(symbol: string): Listing | undefined {
  return LISTINGS.get(symbol) ?? (ON_DEMAND.test(symbol) ? madeListing(symbol) : undefined);
}

function madeListing(symbol: string): Listing {
  const seed = seedOf(1, symbol);
  const between = (stream: number, least: number, most: number) => least * (most / least) ** uniform(seed, stream, 0);
  return {
    symbol,
    name: `${symbol} (made up)`,
    exchange: uniform(seed, 400, 0) < 0.5 ? 'N' : 'Q',
    type: 'stock',
    basePrice: Math.round(between(401, 12, 400) * 100) / 100,
    liveliness: Math.round(between(402, 0.6, 1.8) * 10) / 10,
    minuteVolume: Math.round(between(403, 4_000, 120_000)),
  };
}
