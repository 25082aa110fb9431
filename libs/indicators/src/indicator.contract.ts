import { expect } from 'chai';
import type { Candle, Indicator } from './indicator.js';

/** What every indicator keeps to. `make` gives a new one each time; `inputs` are more than it needs to warm up. */
export function keepsTheContract<Input, Output>(make: () => Indicator<Input, Output>, inputs: readonly Input[]): void {
  const feed = (indicator: Indicator<Input, Output>, some: readonly Input[]) => some.map((input) => indicator.next(input));

  it('has its first value exactly at the end of its warm-up', () => {
    const indicator = make();
    expect(indicator.value).to.equal(undefined);
    const values = feed(indicator, inputs);
    expect(values.findIndex((value) => value !== undefined)).to.equal(indicator.warmUp - 1);
    expect(values.slice(indicator.warmUp - 1)).to.not.include(undefined);
  });

  it('answers next with its value', () => {
    const indicator = make();
    for (const input of inputs) expect(indicator.next(input)).to.deep.equal(indicator.value);
  });

  it('peeks at what next would answer, and changes nothing by it', () => {
    const [peeking, plain] = [make(), make()];
    for (const input of inputs) {
      peeking.peek(inputs[0]!);
      const seen = peeking.peek(input);
      expect(peeking.next(input)).to.deep.equal(seen);
      expect(seen).to.deep.equal(plain.next(input));
    }
  });

  it('goes on from a saved state, through JSON, as if it had never stopped', () => {
    const whole = feed(make(), inputs);
    for (let stop = 0; stop < inputs.length; stop += 3) {
      const first = make();
      feed(first, inputs.slice(0, stop));
      const second = make();
      second.restore(JSON.parse(JSON.stringify(first.save())));
      expect(second.value).to.deep.equal(first.value);
      expect(feed(second, inputs.slice(stop))).to.deep.equal(whole.slice(stop));
    }
  });

  it('lets a saved state alone while it goes on', () => {
    const indicator = make();
    feed(indicator, inputs.slice(0, 20));
    const state = indicator.save();
    const before = JSON.stringify(state);
    feed(indicator, inputs.slice(20));
    expect(JSON.stringify(state)).to.equal(before);
  });
}

/** A walk without chance in it: two waves of different length. */
export const walk: readonly Candle[] = Array.from({ length: 60 }, (_, index) => {
  const close = 100 + 5 * Math.sin(index / 3) + 2 * Math.cos(index * 1.7);
  return { high: close + 1 + (index % 3) / 4, low: close - 1 - (index % 5) / 4, close, volume: 100 + ((index * 37) % 50) };
});
export const closes: readonly number[] = walk.map((candle) => candle.close);
