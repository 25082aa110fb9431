import { expect } from 'chai';
import { Writable } from 'node:stream';
import { Batch } from './batch.js';
import type { Message } from './frame.js';
import { Viewer } from './viewer.js';

/** A wire that takes a write only when told to. */
class SlowWire extends Writable {
  readonly writes: string[] = [];
  private taken: (() => void) | undefined;
  constructor() {
    super({ highWaterMark: 4 });
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.writes.push(chunk.toString());
    this.taken = done;
  }
  async take(): Promise<void> {
    const taken = this.taken;
    this.taken = undefined;
    taken?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const state = (text: string, replaces = text[0]!): Message => ({ frame: Buffer.from(text), replaces });
const fact = (text: string): Message => ({ frame: Buffer.from(text) });
const setUp = (waitingFacts = 100) => {
  const wire = new SlowWire();
  wire.on('error', () => undefined);
  const batch = new Batch();
  const viewer = new Viewer(wire, { slowBytes: 4, waitingFacts });
  const send = (...messages: Message[]) => {
    for (const message of messages) viewer.offer(message);
    viewer.flush(batch);
  };
  return { wire, viewer, send };
};

describe('Viewer', () => {
  it('writes what came together in one piece, in order', () => {
    const { wire, send } = setUp();
    send(state('a1'), fact('F1'), state('a2'));
    expect(wire.writes).to.deep.equal(['a1F1a2']);
  });

  it('gets, once it has drained, every fact in order and of each state the newest alone', async () => {
    const { wire, viewer, send } = setUp();
    send(state('a-first'));
    send(state('a1'), fact('F1'));
    expect(viewer.isSlow).to.equal(true);
    for (let i = 2; i < 1000; i += 1) send(state(`a${i}`), state(`b${i}`), ...(i % 400 === 0 ? [fact(`F${i}`)] : []));
    // F1, F400, F800, the newest a and the newest b: nothing else waits, however long it sleeps
    expect(viewer.waiting).to.equal(5);
    await wire.take();
    expect(wire.writes).to.deep.equal(['a-first', 'F1F400F800a999b999']);
    expect(viewer.conflated).to.equal(998 - 1 + 998 - 1 + 1);
  });

  it('is fast again afterwards', async () => {
    const { wire, viewer, send } = setUp();
    send(state('a-first'));
    send(state('a1'));
    await wire.take();
    await wire.take();
    send(state('a2'));
    expect(viewer.isSlow).to.equal(false);
    expect(wire.writes).to.deep.equal(['a-first', 'a1', 'a2']);
  });

  it('is cut off when it lets too many facts wait: it must start again from a snapshot, with no gap that it does not see', () => {
    const { wire, viewer, send } = setUp(3);
    send(state('a-first'));
    send(fact('F1'), fact('F2'), fact('F3'));
    expect(wire.destroyed).to.equal(false);
    send(fact('F4'));
    expect(wire.destroyed).to.equal(true);
    expect(viewer.waiting).to.equal(0);
  });
});

describe('Batch', () => {
  it('joins the same frames once for all viewers', () => {
    const batch = new Batch();
    const [a, b] = [fact('a'), fact('b')];
    expect(batch.of([a, b])).to.equal(batch.of([a, b]));
    expect(batch.of([b, a]).toString()).to.equal('ba');
    expect(batch.of([a])).to.equal(a.frame);
  });
});
