import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { UnavailableError } from '@sofi/domain';
import { findNatsServer } from './server-binary.js';

export interface NatsServerOptions {
  /** where JetStream keeps its files; survives restarts */
  readonly storeDir: string;
  /** any free one where it is absent */
  readonly port?: number;
  /** the server's own log lines */
  readonly onLine?: (line: string) => void;
}

/** A nats-server of our own with JetStream, on the loopback. */
export interface NatsServer {
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** Ends it in order; resolves when it is gone. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** Starts one and waits until it answers. Throws an UnavailableError with its last words where it ends instead. */
export async function startNatsServer(options: NatsServerOptions): Promise<NatsServer> {
  const binary = await findNatsServer();
  await mkdir(options.storeDir, { recursive: true });
  const port = options.port ?? (await freePort());
  const name = `sofi-${randomUUID()}`;
  const child = spawn(binary, ['-a', '127.0.0.1', '-p', String(port), '-n', name, '-js', '-sd', options.storeDir], { stdio: ['ignore', 'ignore', 'pipe'] });
  const words = listen(child, options.onLine);
  await untilAnswering(child, port, name, words);
  return { url: `nats://127.0.0.1:${port}`, port, process: child, stop: () => end(child, 'SIGTERM'), kill: () => end(child, 'SIGKILL') };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

function listen(child: ChildProcess, onLine: NatsServerOptions['onLine']): string[] {
  const words: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    for (const line of chunk.split('\n').filter(Boolean)) {
      words.push(line);
      if (words.length > 20) words.shift();
      onLine?.(line);
    }
  });
  return words;
}

async function untilAnswering(child: ChildProcess, port: number, name: string, words: readonly string[]): Promise<void> {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
    if (child.exitCode !== null) throw new UnavailableError(`nats-server ended: ${words.join(' | ')}`);
    if (await answers(port, name)) return;
    await delay(20);
  }
  child.kill('SIGKILL');
  throw new UnavailableError(`nats-server does not answer on port ${port}: ${words.join(' | ')}`);
}

/** The server greets every connection, with its name: another one may have taken the port, and ours is about to end. */
function answers(port: number, name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    const say = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    let greeting = '';
    socket.on('data', (data) => {
      greeting += data.toString();
      if (greeting.includes('\r\n')) say(greeting.includes(`"server_name":"${name}"`));
    });
    socket.once('error', () => say(false));
    socket.setTimeout(1_000, () => say(false));
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
