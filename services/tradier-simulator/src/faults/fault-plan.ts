import { uniform } from '@sofi/tape';
import { KIND_NAMES, KINDS, usual, type Fault, type FaultOf, type KindName, type Place } from './fault-kinds.js';

export type StreamName = 'market' | 'account';

/** Something that a fault may strike. */
export type Occasion =
  | { readonly at: 'call'; readonly method: string; readonly path: string }
  | { readonly at: 'message'; readonly stream: StreamName; readonly type: string; readonly symbol: string | undefined }
  | { readonly at: 'connection' | 'subscription'; readonly stream: StreamName };

/** Faults without end, always the same for a seed: which occasion is struck is a matter of its number alone. */
export interface Schedule {
  readonly seed: number;
  /** share of calls that are struck, and of subscriptions; of messages it is a hundredth of that */
  readonly rate: number;
}

export interface ArmedFault {
  readonly id: number;
  readonly fault: Fault;
  /** wall ms */
  readonly since: number;
  /** occasions that fitted, struck or not */
  readonly seen: number;
  readonly struck: number;
}

export const SCHEDULE_RATE = 0.02;
const PRINTS = new Set(['trade', 'tradex', 'timesale']);
const SCALE = { call: 1, message: 0.01, subscription: 1, connection: 0 } as const;
const SERIES = { call: 1, message: 2, subscription: 3, connection: 4 } as const;
/** series of {@link uniform}: which kind a scheduled fault is, and the dice of an armed one */
const KIND_SERIES = 10;
const DICE_SERIES = 100;
const DONE_KEPT = 100;

/** What is armed, what it strikes next and what has been struck. Knows no network: time comes from the clock it is given. */
export class FaultPlan {
  private armed: (ArmedFault & { seen: number; struck: number })[] = [];
  private finished: ArmedFault[] = [];
  private readonly counts = new Map<KindName, number>();
  private readonly occasions = new Map<Place, number>();
  private newestId = 0;

  constructor(
    public schedule: Schedule | undefined,
    private readonly clock: () => number,
  ) {}

  /** True while nothing can strike. */
  get idle(): boolean {
    return this.armed.length === 0 && this.schedule === undefined;
  }

  arm(fault: Fault): ArmedFault {
    const armed = { id: (this.newestId += 1), fault, since: this.clock(), seen: 0, struck: 0 };
    this.armed.push(armed);
    return armed;
  }

  /** Of a fault that strikes nothing but is done at once. */
  done(fault: Fault): ArmedFault {
    const armed = { id: (this.newestId += 1), fault, since: this.clock(), seen: 1, struck: 1 };
    this.count(fault.kind);
    this.finish(armed);
    return armed;
  }

  /** The fault that strikes here: the oldest armed one that fits, otherwise the schedule's. */
  strike(occasion: Occasion): Fault | undefined {
    this.expire();
    const scheduled = this.scheduled(occasion);
    const found = this.armed.find((armed) => fits(armed.fault, occasion) && this.chooses(armed));
    const fault = found?.fault ?? scheduled;
    if (fault) this.count(fault.kind);
    if (found) this.wear(found);
    return fault;
  }

  /** What holds until it is cleared. */
  standing(kind: 'clock-skew'): FaultOf<'clock-skew'> | undefined {
    this.expire();
    const isOfKind = (fault: Fault): fault is FaultOf<'clock-skew'> => fault.kind === kind;
    return this.armed.map(({ fault }) => fault).findLast(isOfKind);
  }

  /** False where none of this number is armed. */
  disarm(id: number): boolean {
    const armed = this.armed.find((each) => each.id === id);
    if (armed) this.end(armed);
    return armed !== undefined;
  }

  /** Nothing strikes any more, the schedule's neither. */
  clear(): void {
    for (const armed of this.armed) this.finish(armed);
    this.armed = [];
    this.schedule = undefined;
  }

  state(): { schedule: Schedule | null; active: ArmedFault[]; done: ArmedFault[]; counts: Record<string, number> } {
    this.expire();
    return { schedule: this.schedule ?? null, active: [...this.armed], done: [...this.finished], counts: Object.fromEntries(this.counts) };
  }

  private chooses(armed: ArmedFault & { seen: number }): boolean {
    const { parameters } = armed.fault;
    const [after, probability] = ['after' in parameters ? parameters.after : 0, 'probability' in parameters ? parameters.probability : 1];
    armed.seen += 1;
    return armed.seen > after && uniform(this.schedule?.seed ?? 1, DICE_SERIES + armed.id, armed.seen) < probability;
  }

  private scheduled(occasion: Occasion): Fault | undefined {
    const number = (this.occasions.get(occasion.at) ?? 0) + 1;
    this.occasions.set(occasion.at, number);
    const kind = this.schedule && scheduledKind(this.schedule, occasion.at, number);
    const fault = kind && usual(kind);
    return fault && fits(fault, occasion) ? fault : undefined;
  }

  private wear(armed: ArmedFault & { struck: number }): void {
    const { parameters } = armed.fault;
    armed.struck += 1;
    if ('times' in parameters && parameters.times !== 'unlimited' && armed.struck >= parameters.times) this.end(armed);
  }

  private expire(): void {
    if (this.armed.length === 0) return;
    const now = this.clock();
    for (const armed of this.armed) {
      const { parameters } = armed.fault;
      if ('lasts' in parameters && parameters.lasts !== undefined && now >= armed.since + parameters.lasts) this.end(armed);
    }
  }

  private end(armed: ArmedFault): void {
    this.armed = this.armed.filter((each) => each !== armed);
    this.finish(armed);
  }

  private finish(armed: ArmedFault): void {
    this.finished = [...this.finished, armed].slice(-DONE_KEPT);
  }

  private count(kind: KindName): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }
}

/** What strikes the occasion of this number at this place; undefined for most. */
export function scheduledKind({ seed, rate }: Schedule, at: Place, number: number): KindName | undefined {
  if (uniform(seed, SERIES[at], number) >= rate * SCALE[at]) return undefined;
  const kinds = KIND_NAMES.filter((kind) => KINDS[kind].scheduled && KINDS[kind].strikes.some((place) => place === at));
  return kinds[Math.floor(uniform(seed, KIND_SERIES + SERIES[at], number) * kinds.length)];
}

function fits(fault: Fault, occasion: Occasion): boolean {
  const kind: { strikes: readonly Place[]; printsOnly?: true } = KINDS[fault.kind];
  if (!kind.strikes.includes(occasion.at)) return false;
  const wanted: Readonly<Record<string, unknown>> = fault.parameters;
  if (occasion.at === 'call') return (wanted['method'] ?? occasion.method) === occasion.method && (typeof wanted['path'] !== 'string' || occasion.path.includes(wanted['path']));
  if (wanted['stream'] !== 'both' && wanted['stream'] !== occasion.stream) return false;
  if (occasion.at !== 'message') return true;
  if (kind.printsOnly && !PRINTS.has(occasion.type)) return false;
  return (wanted['type'] ?? occasion.type) === occasion.type && (wanted['symbol'] ?? occasion.symbol) === occasion.symbol;
}
