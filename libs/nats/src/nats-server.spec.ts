import { UnavailableError } from '@sofi/domain';
import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNatsServer } from './nats-server.js';

describe('a nats-server of our own', () => {
  it('is not taken for one that had the port before it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nats-server-'));
    const first = await startNatsServer({ storeDir: join(folder, 'first') });
    const outcome: unknown = await startNatsServer({ storeDir: join(folder, 'second'), port: first.port }).catch((error: unknown) => error);
    await first.stop();
    rmSync(folder, { recursive: true });
    expect(outcome).to.be.instanceOf(UnavailableError);
    expect((outcome as Error).message).to.contain('address already in use');
  });
});
