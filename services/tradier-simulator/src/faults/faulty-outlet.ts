import { SESSION_NOT_FOUND, type Outlet } from '../stream/market-stream.js';
import type { Fault } from './fault-kinds.js';
import type { FaultPlan, StreamName } from './fault-plan.js';
import { withNumbersAsText } from './numbers-as-text.js';

/** A connection that can also be treated badly. */
export interface Line extends Outlet {
  /** cut, without a farewell */
  drop(): void;
  /** neither reads nor answers any more */
  deafen(): void;
}

const TOO_MANY_SESSIONS = '{"error":"too many sessions"}';
const MARKET_HEAD = /^\{"type":"(\w+)"(?:,"symbol":"([^"]+)")?/;
const ACCOUNT_HEAD = /"event":"(\w+)"/;
const CLOCK = '{"type":"clock"';

interface Held {
  readonly message: string;
  /** messages that come first */
  left: number;
}

/** Sends what it is given, except where a fault strikes. */
export class FaultyOutlet implements Outlet {
  private held: Held[] = [];
  private silent = false;
  private end: NodeJS.Timeout | undefined;
  /** what the newest clock was off by */
  private skew = 0;

  constructor(
    private readonly line: Line,
    private readonly stream: StreamName,
    private readonly plan: FaultPlan,
    private readonly voidSessions: () => void,
  ) {}

  get canAcknowledge(): boolean {
    return this.line.canAcknowledge;
  }

  send(messages: readonly string[], linebreak: boolean): void {
    if (this.silent) return;
    if (this.plan.idle && this.held.length === 0) return this.line.send(messages, linebreak);
    const out: string[] = [];
    for (const message of messages) {
      const fatal = this.pass(message, out);
      if (!fatal) continue;
      this.flush(out, linebreak);
      return this.suffer(fatal);
    }
    this.flush(out, linebreak);
  }

  /** One that has fallen silent says no farewell either: it is cut when its time comes. */
  close(): void {
    if (!this.silent) this.line.close();
  }

  /** The client is gone. */
  gone(): void {
    clearTimeout(this.end);
  }

  /** What an acknowledged clock was before it was put wrong. */
  trueTime(told: number): number {
    return told - this.skew;
  }

  /** A fault has been armed: it may be meant for this connection as it stands. */
  meet(): void {
    const fault = this.silent ? undefined : this.plan.strike({ at: 'connection', stream: this.stream });
    if (fault) this.suffer(fault);
  }

  /** True where the subscription is refused. */
  refuses(): boolean {
    const fault = this.plan.strike({ at: 'subscription', stream: this.stream });
    if (fault) this.refuse();
    return fault !== undefined;
  }

  refuse(): void {
    this.line.send([TOO_MANY_SESSIONS], false);
    this.close();
  }

  /** Puts on the list what goes out for a message; a fault of the whole connection is given back. */
  private pass(message: string, out: string[]): Fault | undefined {
    if (message.startsWith(CLOCK)) return this.passClock(message, out);
    const [, type = 'error', symbol] = (this.stream === 'market' ? MARKET_HEAD : ACCOUNT_HEAD).exec(message) ?? [];
    const fault = this.plan.strike({ at: 'message', stream: this.stream, type, symbol });
    if (fault && isFatal(fault)) return fault;
    if (!holdsBack(fault)) out.push(...changed(message, fault));
    this.release(out, false);
    const later = laterBy(fault);
    if (later > 0) this.held.push({ message, left: later });
    return undefined;
  }

  /** A market that waits is told that all has been heard once this is acknowledged: nothing is held back beyond it. */
  private passClock(message: string, out: string[]): undefined {
    if (message.includes('"paced":true')) this.release(out, true);
    this.skew = this.plan.standing('clock-skew')?.parameters.ms ?? 0;
    out.push(this.skew === 0 ? message : message.replace(/"date":"(\d+)"/, (_, date: string) => `"date":"${Number(date) + this.skew}"`));
  }

  private release(out: string[], all: boolean): void {
    if (this.held.length === 0) return;
    for (const held of this.held) held.left -= 1;
    out.push(...this.held.filter(({ left }) => all || left <= 0).map(({ message }) => message));
    this.held = all ? [] : this.held.filter(({ left }) => left > 0);
  }

  private flush(out: readonly string[], linebreak: boolean): void {
    if (out.length > 0) this.line.send(out, linebreak);
  }

  private suffer(fault: Fault): void {
    if (fault.kind === 'socket-drop') return this.line.drop();
    if (fault.kind === 'nightly-close') return this.close();
    if (fault.kind === 'session-loss') {
      this.voidSessions();
      this.line.send([SESSION_NOT_FOUND], false);
      return this.close();
    }
    if (fault.kind !== 'stall' && fault.kind !== 'half-open') return;
    this.silent = true;
    if (fault.kind === 'half-open') this.line.deafen();
    this.end = setTimeout(() => this.line.drop(), fault.parameters.ms);
    this.end.unref();
  }
}

function isFatal({ kind }: Fault): boolean {
  return kind === 'socket-drop' || kind === 'stall' || kind === 'half-open' || kind === 'session-loss';
}

function holdsBack(fault: Fault | undefined): boolean {
  return fault?.kind === 'late-event' || fault?.kind === 'out-of-order';
}

/** After how many messages it comes, or comes once more. */
function laterBy(fault: Fault | undefined): number {
  if (fault?.kind === 'late-event' || fault?.kind === 'old-tick') return fault.parameters.by;
  return fault?.kind === 'out-of-order' ? 1 : 0;
}

function changed(message: string, fault: Fault | undefined): string[] {
  switch (fault?.kind) {
    case 'duplicate-event':
      return [message, message];
    case 'lost-print':
      return [];
    case 'zero-size':
      return [message, message.replace(/"size":"\d+"/, '"size":"0"')];
    case 'malformed-frame':
      return [message.slice(0, Math.ceil(message.length / 2))];
    case 'event-numbers-as-text':
      return [withNumbersAsText(message)];
    default:
      return [message];
  }
}
