import { UnavailableError } from '@sofi/domain';
import { expect } from 'chai';
import { findNatsServer } from './server-binary.js';

describe('where the nats-server is', () => {
  it('is what NATS_SERVER_BIN says', async () => {
    expect(await findNatsServer({ NATS_SERVER_BIN: process.execPath })).to.equal(process.execPath);
  });

  it('is not guessed where NATS_SERVER_BIN is wrong', async () => {
    const error = await findNatsServer({ NATS_SERVER_BIN: '/nowhere/nats-server' }).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(UnavailableError);
    expect((error as Error).message).to.contain('/nowhere/nats-server');
  });
});
