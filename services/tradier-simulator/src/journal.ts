import { closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { RuleError } from '@sofi/domain';
import type { AnyTicket, BrokerOrder } from './account/broker-order.js';
import type { Amendment, SpreadAmendment } from './account/brokerage.js';
import type { PositionGroup } from './account/position-group.js';
import type { Watchlist } from './account/watchlist.js';

/** Which market, and which rules of the account, the journal belongs to. `from` is its first instant, so that a made market begins again where it began. */
export interface Opening {
  readonly kind: 'opened';
  readonly market: string;
  readonly from: number;
}

/** What a client asked for, and the market time at which it takes effect. */
export type Command =
  | { readonly kind: 'placed'; readonly id: number; readonly ticket: AnyTicket; readonly time: number }
  | { readonly kind: 'cancelled'; readonly id: number; readonly time: number }
  | { readonly kind: 'amended'; readonly id: number; readonly amendment: Amendment | SpreadAmendment; readonly time: number };

/** What the user has written down, by kind; it has nothing to do with the market. */
export interface Notes {
  readonly watchlist: Watchlist;
  readonly 'position-group': PositionGroup;
}

/** `note` is null where it was deleted */
export type NoteEntry = { readonly [K in keyof Notes]: { readonly kind: K; readonly id: string; readonly note: Notes[K] | null } }[keyof Notes];

export type Entry =
  | Opening
  | Command
  | NoteEntry
  /** how an order ended: made again after a restart, and then compared with this */
  | { readonly kind: 'ended'; readonly id: number; readonly status: BrokerOrder['status']; readonly price: number; readonly time: number }
  | { readonly kind: 'acknowledged'; readonly time: number }
  | { readonly kind: 'speed'; readonly wall: number; readonly market: number; readonly speed: number };

/**
 * One line for each thing that must not be forgotten, written before it is answered for. A killed process loses nothing of it: what the
 * system has taken it keeps. Only a crash of the whole machine may cost the last lines.
 */
export class Journal {
  private readonly descriptor: number | undefined;

  /** Without a file nothing outlives the process. */
  constructor(
    file: string | undefined,
    readonly entries: readonly Entry[] = file === undefined ? [] : read(file),
  ) {
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    this.descriptor = openSync(file, 'a');
  }

  append(entry: Entry): void {
    if (this.descriptor !== undefined) writeSync(this.descriptor, `${JSON.stringify(entry)}\n`);
  }

  /** The start of the market told in the first line; throws a RuleError where that line tells of another market. */
  open(market: string, from: number): number {
    const opening = this.entries.find((entry): entry is Opening => entry.kind === 'opened');
    if (!opening) {
      this.append({ kind: 'opened', market, from });
      return from;
    }
    if (opening.market !== market) throw new RuleError('state', opening.market, `is the market of this file, and not ${market}: use another file`);
    return opening.from;
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
  }
}

/** A last line that was cut off by a kill was never answered for: it goes. */
function read(file: string): Entry[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  try {
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Entry => JSON.parse(line));
  } catch {
    throw new RuleError('state', file, 'is no journal of a simulator');
  }
}
