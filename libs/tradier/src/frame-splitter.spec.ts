import { expect } from 'chai';
import { FrameSplitter } from './frame-splitter.js';

describe('frames of the stream', () => {
  const cases: [name: string, frames: string[], pieces: string[], dropped: number][] = [
    ['one object', ['{"a":1}'], ['{"a":1}'], 0],
    ['two with a line break', ['{"a":1}\n{"b":2}\n'], ['{"a":1}', '{"b":2}'], 0],
    ['two with nothing between', ['{"a":1}{"b":2}'], ['{"a":1}', '{"b":2}'], 0],
    ['braces within a text', ['{"a":"}{"}{"b":"\\"}"}'], ['{"a":"}{"}', '{"b":"\\"}"}'], 0],
    ['objects within objects', ['{"a":{"b":{}}}\r\n{"c":1}'], ['{"a":{"b":{}}}', '{"c":1}'], 0],
    ['one object in three frames', ['{"a":', '"x{', 'y"}'], ['{"a":"x{y"}'], 0],
    ['an object and a half', ['{"a":1}\n{"b"', ':2}'], ['{"a":1}', '{"b":2}'], 0],
    ['a broken one before a whole one', ['{"a":', '{"b":2}'], ['{"b":2}'], 1],
    ['stray text', ['hello {"a":1} there'], ['{"a":1}'], 2],
    ['stray text alone', ['session not found', '{"a":1}'], ['{"a":1}'], 1],
    ['an endless one', ['{"a":"', 'x'.repeat(70_000), '{"b":2}'], ['{"b":2}'], 1],
    ['nothing', ['', '\n', ' '], [], 0],
  ];
  for (const [name, frames, pieces, dropped] of cases) {
    it(name, () => {
      const splitter = new FrameSplitter();
      expect(frames.flatMap((frame) => splitter.split(frame))).to.deep.equal(pieces);
      expect(splitter.dropped).to.equal(dropped);
    });
  }
});
