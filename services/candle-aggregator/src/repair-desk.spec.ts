import type { CommandName } from '@sofi/contracts';
import { equitySymbol, UnavailableError, type EquitySymbol, type Stretch } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { expect } from 'chai';
import { RepairDesk } from './repair-desk.js';

const MINUTE = 60_000;
const OPEN = Date.parse('2013-10-07T13:30:00Z');
const [AAPL, MSFT] = [equitySymbol('AAPL'), equitySymbol('MSFT')];
const at = (minute: number, ms = 0) => OPEN + minute * MINUTE + ms;
const minutes = (from: number, to: number): Stretch => ({ from: at(from), to: at(to) });

interface Question {
  readonly words: string;
  readonly answer: (value: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** market-data as the spec plays it: each question waits for its answer. */
class Questions {
  readonly open: Question[] = [];
  readonly ask = ((name: CommandName, request: { symbol: EquitySymbol; from: number; to: number; symbols: EquitySymbol[] }) =>
    new Promise<never>((resolve, fail) => {
      const answer = resolve as (value: unknown) => void;
      const clock = (time: number) => (time - OPEN) / MINUTE;
      const words = name === 'market-data.minutes' ? `${request.symbol} ${clock(request.from)}-${clock(request.to)}` : `volumes of ${request.symbols.length}`;
      this.open.push({ words, answer, fail });
    })) as Bus['ask'];

  get words(): string[] {
    return this.open.map(({ words }) => words);
  }

  /** Ends the oldest question. */
  async end(how: (question: Question) => void): Promise<void> {
    how(this.open.shift()!);
    await new Promise((done) => setImmediate(done));
  }
}

describe('the repair desk', () => {
  let questions: Questions;
  let desk: RepairDesk;
  beforeEach(() => {
    questions = new Questions();
    desk = new RepairDesk({ ask: questions.ask });
  });

  const nothing = ({ answer }: Question) => answer({ bars: [], source: 'ticks' });
  const away = ({ fail }: Question) => fail(new UnavailableError('the broker does not answer'));

  it('waits ten seconds for prints that prove the minute, then asks, and hands the answer out once', async () => {
    const doubts = [{ symbol: AAPL, ranges: [minutes(0, 2)] }];
    desk.consider(doubts, at(2, 9_999));
    expect(questions.words).to.deep.equal([]);
    desk.consider(doubts, at(2, 10_000));
    expect(questions.words).to.deep.equal(['AAPL 0-2']);
    await questions.end(nothing);
    expect(desk.take()).to.deep.equal([{ kind: 'minutes', symbol: AAPL, range: minutes(0, 2), bars: [] }]);
    expect(desk.take()).to.deep.equal([]);
    expect(desk.counts).to.deep.equal({ repairs: 1, failures: 0, minutesInDoubt: 2 });
  });

  it('hands out an answer that was a long time coming, however often somebody looked for one meanwhile', async () => {
    desk.consider([{ symbol: AAPL, ranges: [minutes(0, 1)] }], at(2));
    expect(desk.take()).to.deep.equal([]);
    await questions.end(nothing);
    expect(desk.take()).to.deep.equal([{ kind: 'minutes', symbol: AAPL, range: minutes(0, 1), bars: [] }]);
  });

  it('asks for the newest first, and of a symbol one thing at a time', async () => {
    const doubts = [
      { symbol: AAPL, ranges: [minutes(0, 1), minutes(3, 4)] },
      { symbol: MSFT, ranges: [minutes(4, 5)] },
    ];
    desk.consider(doubts, at(6));
    desk.consider(doubts, at(6, 1_000));
    expect(questions.words).to.deep.equal(['MSFT 4-5', 'AAPL 3-4']);
  });

  it('asks for a day at once at most, as a market that never sleeps can be in doubt for longer', () => {
    desk.consider([{ symbol: AAPL, ranges: [minutes(0, 2_000)] }], at(2_001));
    expect(questions.words).to.deep.equal(['AAPL 560-2000']);
  });

  it('asks for a minute that has waited while a newer one has not', () => {
    desk.consider([{ symbol: AAPL, ranges: [minutes(0, 1), minutes(3, 4)] }], at(4, 5_000));
    expect(questions.words).to.deep.equal(['AAPL 0-1']);
  });

  it('asks less and less often where there is no answer, and at once again when there is one', async () => {
    const doubts = [{ symbol: AAPL, ranges: [minutes(0, 1)] }];
    // 15 s after the first failure, 30 s after the second
    const asked: number[] = [];
    for (let second = 60; second <= 140; second += 1) {
      desk.consider(doubts, at(0, second * 1_000));
      if (questions.open.length === 0) continue;
      asked.push(second);
      await questions.end(away);
    }
    expect(asked).to.deep.equal([70, 85, 115]);
    expect(desk.counts.failures).to.equal(3);
    desk.consider(doubts, at(10));
    await questions.end(nothing);
    desk.consider(doubts, at(10, 1_000));
    expect(questions.words).to.deep.equal(['AAPL 0-1']);
  });

  it('has four questions under way at most, and thirty in a minute', async () => {
    const few = (from: number) => [0, 1, 2, 3].map((index) => ({ symbol: equitySymbol(`S${'ABCDEFGHIJ'[index]}${'ABCDEFGHIJ'[from]}`), ranges: [minutes(0, 1)] }));
    desk.consider([...few(0)], at(2));
    desk.consider([...few(1)], at(2));
    expect(questions.open).to.have.length(4);
    let asked = 4;
    for (let round = 2; round < 10; round++) {
      while (questions.open.length > 0) await questions.end(nothing);
      desk.consider(few(round), at(2, round));
      asked += questions.open.length;
    }
    expect(asked).to.equal(30);
  });

  it('compares the day’s volume of many first, in one question, and then asks for those that are still in doubt', async () => {
    const many = 'ABCDEFGHIJ'.split('').map((letter) => ({ symbol: equitySymbol(`S${letter}`), ranges: [minutes(0, 1)] }));
    desk.consider(many, at(2));
    expect(questions.words).to.deep.equal(['volumes of 10']);
    await questions.end(({ answer }) => answer({ known: [{ symbol: many[0]!.symbol, volume: 700 }], unknown: [] }));
    expect(desk.take()).to.deep.equal([{ kind: 'volume', symbol: many[0]!.symbol, volume: 700 }]);
    desk.consider(many.slice(1), at(2, 1_000));
    expect(questions.words).to.deep.equal(['SB 0-1', 'SC 0-1', 'SD 0-1', 'SE 0-1']);
  });

  it('does not hide what went wrong otherwise', async () => {
    desk.consider([{ symbol: AAPL, ranges: [minutes(0, 1)] }], at(2));
    await questions.end(({ fail }) => fail(new TypeError('a bug')));
    expect(() => desk.take()).to.throw(TypeError, 'a bug');
  });
});
