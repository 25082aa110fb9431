import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bus } from './bus.js';
import { openBus } from './nats-bus.js';
import { startNatsServer, type NatsServer } from './nats-server.js';

export { freePort } from './nats-server.js';

/** A real server with an empty store in a temporary folder, for one spec. */
export interface TestNats {
  readonly url: string;
  /** a new connection, closed by `stop` at the latest; the streams of the contracts exist */
  connect(name?: string): Promise<Bus>;
  kill(): Promise<void>;
  /** on the same port and store */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestNats(): Promise<TestNats> {
  const folder = await mkdtemp(join(tmpdir(), 'nats-test-'));
  const buses: Bus[] = [];
  let server: NatsServer = await startNatsServer({ storeDir: folder });
  const { url, port } = server;
  const end = () => server.process.kill('SIGKILL');
  process.once('exit', end);
  return {
    url,
    async connect(name = 'test') {
      const bus = await openBus({ url, name });
      await bus.ensureStreams();
      buses.push(bus);
      return bus;
    },
    kill: () => server.kill(),
    async restart() {
      await server.stop();
      server = await startNatsServer({ storeDir: folder, port });
    },
    async stop() {
      await Promise.all(buses.map((bus) => bus.close()));
      await server.stop();
      process.off('exit', end);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
