import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { commands, subjects, type CommandName, type CommandReply, type CommandRequest, type Problem } from '@sofi/contracts';
import { jsonOf, subjectOf, type Bus } from '@sofi/nats';
import { freePort, startTestNats, type TestNats } from '@sofi/nats/testing';
import type { Database } from '@sofi/postgres';
import { startTestPostgres, type TestPostgres } from '@sofi/postgres/testing';
import { z } from 'zod';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
export const PASSWORD = 'a first password';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}
/** What a spec says of a request beside its path. */
export interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** For specs: the gateway as a process of its own, on a real NATS and a real Postgres; the spec plays the other services. */
export class RunningGateway {
  private cookie = '';
  private csrfToken = '';
  /** every command that reached the bus, in order */
  readonly commands: { name: CommandName; request: unknown }[] = [];

  private constructor(
    readonly nats: TestNats,
    readonly postgres: TestPostgres,
    readonly bus: Bus,
    readonly port: number,
    readonly process: ChildProcess,
    readonly output: () => string,
  ) {}

  static async start(environment: Readonly<Record<string, string>> = { ADMIN_PASSWORD: PASSWORD }): Promise<RunningGateway> {
    const [nats, postgres, port] = await Promise.all([startTestNats(), startTestPostgres(), freePort()]);
    const env = { PATH: process.env['PATH'] ?? '', NATS_URL: nats.url, DATABASE_URL: postgres.url, PORT: String(port), ...environment };
    const bus = await nats.connect();
    // the first heartbeat comes when it listens
    const listening = new Promise<void>((resolve) => bus.subscribe(subjects.heartbeat('gateway'), () => resolve()));
    const child = spawn(process.execPath, ['--enable-source-maps', MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const gateway = new RunningGateway(nats, postgres, bus, port, child, () => output);
    // its last words have been read when its streams are closed
    await Promise.race([listening, once(child, 'close')]);
    return gateway;
  }

  get db(): Database {
    return this.postgres.db;
  }

  /** When it resolves the spec answers this command; a thrown Problem is a refusal. */
  async answer<N extends CommandName>(name: N, reply: (request: CommandRequest<N>) => CommandReply<N>): Promise<void> {
    const schemas = commands[name];
    this.bus.answer(subjectOf(name), async (data) => {
      const request = z.decode(schemas.request as z.ZodType, jsonOf(data)) as CommandRequest<N>;
      this.commands.push({ name, request });
      try {
        return JSON.stringify({ ok: true, value: z.encode(schemas.reply as z.ZodType, reply(request)) });
      } catch (refusal) {
        if (!(refusal instanceof RefusedBySpec)) throw refusal;
        return JSON.stringify({ ok: false, problem: refusal.problem });
      }
    });
    // a question on the same connection is answered after the subscription has taken effect
    await this.bus.lastSequence('TRADES');
  }

  asked(name: CommandName): unknown[] {
    return this.commands.filter((one) => one.name === name).map((one) => one.request);
  }

  async signIn(username = 'admin', password = PASSWORD): Promise<void> {
    this.cookie = '';
    const answer = await this.send('auth/login', { body: { username, password } });
    this.cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    this.csrfToken = (await this.json<{ csrfToken: string }>('auth/me')).csrfToken;
  }

  get session(): { cookie: string; csrfToken: string } {
    return { cookie: this.cookie, csrfToken: this.csrfToken };
  }

  /** As the person who is signed in; a body makes it a POST. */
  send(path: string, ask: Ask = {}): Promise<Answer> {
    return this.sendBare(path, { ...ask, headers: { ...(this.cookie ? { cookie: this.cookie, 'x-csrf-token': this.csrfToken } : {}), ...ask.headers } });
  }

  /** With these headers alone. */
  async sendBare(path: string, { method, body, headers }: Ask = {}): Promise<Answer> {
    const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(this.url(path), {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...content,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  async json<T>(path: string, ask: Ask = {}): Promise<T> {
    return JSON.parse((await this.send(path, ask)).text) as T;
  }

  private url(path: string): string {
    return `http://127.0.0.1:${this.port}/${path.startsWith('/') ? path.slice(1) : `api/v1/${path}`}`;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      this.process.kill('SIGTERM');
      await once(this.process, 'exit');
    }
    await Promise.all([this.nats.stop(), this.postgres.stop()]);
  }
}

/** Thrown by a spec that plays a service which refuses. */
export class RefusedBySpec extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** A problem document, checked to be one. */
export function problemIn(answer: Answer): Problem {
  const type = answer.headers.get('content-type');
  if (!type?.startsWith('application/problem+json')) throw new Error(`status ${answer.status} came as ${type}: ${answer.text.slice(0, 200)}`);
  return JSON.parse(answer.text) as Problem;
}
