import { equitySymbol, UnavailableError, type EquitySymbol } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { expect } from 'chai';
import { snapshot } from './fixtures.js';
import { SymbolQuestions } from './symbol-questions.js';

const symbols = (count: number) =>
  Array.from({ length: count }, (_, at) => equitySymbol([676, 26, 1].map((unit) => String.fromCharCode(65 + (Math.floor(at / unit) % 26))).join('')));

describe('questions about symbols', () => {
  let asked: (readonly EquitySymbol[])[];
  let questions: SymbolQuestions;
  let trouble: Error | undefined;

  beforeEach(() => {
    asked = [];
    trouble = undefined;
    const ask = async (_command: string, request: { symbols: EquitySymbol[] }) => {
      asked.push(request.symbols);
      await new Promise(setImmediate);
      if (trouble) throw trouble;
      const [known, unknown] = [request.symbols.filter((symbol) => !symbol.startsWith('Z')), request.symbols.filter((symbol) => symbol.startsWith('Z'))];
      return { known: known.map((symbol) => ({ ...snapshot, symbol })), unknown };
    };
    questions = new SymbolQuestions({ ask } as unknown as Pick<Bus, 'ask'>);
  });

  it('are answered each for its own symbol', async () => {
    const answers = await Promise.all([equitySymbol('AAPL'), equitySymbol('ZZZZ')].map((symbol) => questions.isUnknown(symbol)));
    expect(answers).to.deep.equal([false, true]);
  });

  it('of the same time share a question, of at most 500 symbols, one after the other', async () => {
    await Promise.all(symbols(1_201).map((symbol) => questions.isUnknown(symbol)));
    expect(asked.map((one) => one.length)).to.deep.equal([500, 500, 201]);
  });

  it('that come while one is under way wait for the next', async () => {
    const first = questions.isUnknown(equitySymbol('AAPL'));
    await new Promise<void>((resolve) => queueMicrotask(resolve));
    const later = [equitySymbol('MSFT'), equitySymbol('KO')].map((symbol) => questions.isUnknown(symbol));
    await Promise.all([first, ...later]);
    expect(asked).to.deep.equal([['AAPL'], ['MSFT', 'KO']]);
  });

  it('are not asked twice of a symbol that exists; one that does not may exist tomorrow', async () => {
    for (let times = 0; times < 2; times += 1) await Promise.all([equitySymbol('AAPL'), equitySymbol('ZZZZ')].map((symbol) => questions.isUnknown(symbol)));
    expect(asked).to.deep.equal([['AAPL', 'ZZZZ'], ['ZZZZ']]);
  });

  it('go on after one that was not answered', async () => {
    trouble = new UnavailableError('the broker is away');
    const refused = await questions.isUnknown(equitySymbol('AAPL')).catch((error: unknown) => error);
    expect(refused).to.equal(trouble);
    trouble = undefined;
    expect(await questions.isUnknown(equitySymbol('AAPL'))).to.equal(false);
  });
});
