import { expect } from 'chai';
import type { Bar } from '../wire.js';
import { onlyEndMoved } from './end-moved.js';

const bar = (time: number, close = 1) => ({ time, close }) as Bar;
const [first, second, third] = [bar(1), bar(2), bar(3)];

describe('bars of which only the end has moved', () => {
  const cases: { name: string; before: readonly Bar[]; bars: readonly Bar[]; moved: boolean }[] = [
    { name: 'the last one is another', before: [first, second], bars: [first, bar(2, 5)], moved: true },
    { name: 'one came behind it', before: [first, second], bars: [first, second, third], moved: true },
    { name: 'both', before: [first, second], bars: [first, bar(2, 5), third], moved: true },
    { name: 'nothing was there before', before: [], bars: [first], moved: false },
    { name: 'one further back was revised', before: [first, second], bars: [bar(1, 5), second], moved: false },
    { name: 'one was put in before the last', before: [first, third], bars: [first, second, third], moved: false },
    { name: 'one was put in before the only one', before: [second], bars: [first, second], moved: false },
    { name: 'two came', before: [first], bars: [first, second, third], moved: false },
    { name: 'there are fewer', before: [first, second], bars: [first], moved: false },
  ];
  for (const { name, before, bars, moved } of cases) {
    it(`${moved ? 'are' : 'are not'} those where ${name}`, () => expect(onlyEndMoved(before, bars)).to.equal(moved));
  }
});
