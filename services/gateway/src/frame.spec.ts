import { expect } from 'chai';
import { once } from 'node:events';
import { changeFrame, headOf, textFrame } from './frame.js';
import { openPair } from './open-pair.js';

describe('frame', () => {
  let pair: Awaited<ReturnType<typeof openPair>>;
  before(async () => (pair = await openPair()));
  after(() => pair.close());

  async function received(frame: Buffer): Promise<string> {
    const message = once(pair.client, 'message');
    pair.wire.write(frame);
    const [data] = (await message) as [Buffer];
    return data.toString();
  }

  it('carries the payload as it came, digits and all', async () => {
    const payload = Buffer.from('{"price":1.50,"symbol":"AAPL"}');
    expect(await received(changeFrame(headOf('quote:AAPL', 'md.trade.AAPL'), payload))).to.equal(
      '{"channel":"quote:AAPL","subject":"md.trade.AAPL","data":{"price":1.50,"symbol":"AAPL"}}',
    );
  });

  // the three length encodings of RFC 6455 change at 126 and 65,536 bytes
  for (const length of [0, 125, 126, 65_535, 65_536, 200_000]) {
    it(`of ${length} bytes is read back whole`, async () => {
      expect(await received(textFrame('x'.repeat(length)))).to.equal('x'.repeat(length));
    });
  }

  it('counts bytes, not letters', async () => {
    expect(await received(textFrame('é€😀'.repeat(30)))).to.equal('é€😀'.repeat(30));
  });
});
