import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotStart } from './cannot-start.js';

export interface Settings {
  readonly port: number;
  readonly dataDir: string;
  readonly openBrowser: boolean;
  /** what the simulator is told, as it was written; it checks the values itself */
  readonly simulator: readonly string[];
  /** a recorded market instead of a generated one */
  readonly replay: boolean;
  /** the broker itself instead of the simulator */
  readonly tradier: boolean;
  readonly natsUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly adminPassword: string | undefined;
  readonly logLevel: string;
  readonly logFormat: 'json' | 'pretty';
}

export const HELP = `npm start -- [options]

  --port <n>        where the dashboard is served (8080)
  --data-dir <dir>  where everything is kept (.data)
  --replay <dir>    replay recorded ticks or bars instead of a generated market
  --speed <x>       how many times faster than the clock the market runs; "max" for a market that waits for its listeners
  --seed <n>        seed of the generated market
  --session <hours> 24h or nyse: when the market is open (24h generated, nyse replayed)
  --paced           a generated market that waits for its listeners, as every replay does
  --hold            market time stands still until POST /v1/simulator/replay of the simulator says so
  --no-open         do not open the browser
  --help            this page

Environment: PORT, DATABASE_URL, NATS_URL, NATS_SERVER_BIN, ADMIN_PASSWORD, LOG_LEVEL, LOG_FORMAT (json or pretty),
TRADIER_ACCESS_TOKEN with TRADIER_ACCOUNT_ID and TRADIER_SANDBOX (true) for the broker itself instead of the simulator.
`;

/** The gateway's rule; here it is told before anything runs, and without the password in the sentence. */
const SHORTEST_PASSWORD = 8;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** @throws CannotStart with one sentence that names the setting */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv, root: string): Settings | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const tradier = present(env['TRADIER_ACCESS_TOKEN']) !== undefined;
  return {
    port: portOf(values.port ?? present(env['PORT']) ?? '8080', values.port === undefined ? 'PORT' : '--port'),
    dataDir: values['data-dir'] === undefined ? join(root, '.data') : resolve(env['INIT_CWD'] ?? root, values['data-dir']),
    openBrowser: !values['no-open'] && isDesktop(env),
    simulator: simulatorArgs(values, tradier, env['INIT_CWD'] ?? root),
    replay: values.replay !== undefined,
    tradier,
    natsUrl: present(env['NATS_URL']),
    databaseUrl: present(env['DATABASE_URL']),
    adminPassword: passwordOf(present(env['ADMIN_PASSWORD'])),
    logLevel: oneOf('LOG_LEVEL', present(env['LOG_LEVEL']) ?? 'info', LOG_LEVELS),
    logFormat: oneOf('LOG_FORMAT', present(env['LOG_FORMAT']) ?? 'pretty', ['json', 'pretty'] as const),
  };
}

type Values = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        replay: { type: 'string' },
        speed: { type: 'string' },
        seed: { type: 'string' },
        session: { type: 'string' },
        hold: { type: 'boolean' },
        paced: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    const words = error instanceof Error ? error.message.split(/[.\n]/)[0] : String(error);
    throw new CannotStart(`${words}; npm start -- --help lists the options.`);
  }
}

const FOR_SIMULATOR = ['replay', 'speed', 'seed', 'session', 'hold', 'paced'] as const;

function simulatorArgs(values: Values, tradier: boolean, from: string): string[] {
  const given = FOR_SIMULATOR.filter((name) => values[name] !== undefined);
  if (tradier && given.length > 0) throw new CannotStart(`--${given[0]} is for the simulator, but TRADIER_ACCESS_TOKEN asks for the broker itself.`);
  if (values.speed !== undefined && values.speed !== 'max') positive('--speed', values.speed);
  if (values.speed === 'max' && values.replay === undefined && values.paced !== true)
    throw new CannotStart('--speed max needs a market that waits for its listeners: --replay or --paced.');
  if (values.seed !== undefined && !/^\d+$/.test(values.seed)) throw new CannotStart(`--seed ${values.seed} must be a whole number.`);
  if (values.session !== undefined) oneOf('--session', values.session, ['24h', 'nyse']);
  return given.flatMap((name) => {
    const value = values[name];
    if (typeof value !== 'string') return [`--${name}`];
    return [`--${name}`, name === 'replay' ? resolve(from, value) : value];
  });
}

function positive(name: string, text: string): void {
  if (!(Number(text) > 0)) throw new CannotStart(`${name} ${text} must be a number above 0.`);
}

function portOf(text: string, name: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new CannotStart(`${name} ${text} must be a port number from 1 to 65535.`);
  return port;
}

function passwordOf(text: string | undefined): string | undefined {
  if (text !== undefined && text.length < SHORTEST_PASSWORD) throw new CannotStart(`ADMIN_PASSWORD must have at least ${SHORTEST_PASSWORD} characters.`);
  return text;
}

function oneOf<const T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === text);
  if (found === undefined) throw new CannotStart(`${name} ${text} must be one of ${allowed.join(', ')}.`);
  return found;
}

/** An empty variable is one that is not set. */
function present(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function isDesktop(env: NodeJS.ProcessEnv): boolean {
  if (present(env['CI']) !== undefined || !process.stdout.isTTY) return false;
  if (process.platform === 'darwin') return present(env['SSH_CONNECTION']) === undefined;
  return present(env['DISPLAY']) !== undefined || present(env['WAYLAND_DISPLAY']) !== undefined;
}
