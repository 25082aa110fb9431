import { Inject, Injectable } from '@nestjs/common';
import { roundTripField } from '@sofi/contracts';
import type { EquitySymbol } from '@sofi/domain';
import type { Database } from '@sofi/postgres';
import { DATABASE } from '@sofi/service-kit';
import { z } from 'zod';

export type TradeJson = z.input<typeof roundTripField>;

export interface TradeFilter {
  /** a strategy's id, or `manual` */
  readonly strategy?: string;
  readonly symbol?: EquitySymbol;
  readonly limit: number;
}

/** Finished trades, newest first. */
@Injectable()
export class Trades {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async list({ strategy, symbol, limit }: TradeFilter): Promise<TradeJson[]> {
    const trips = await this.database.roundTrips.list({ ...(strategy === undefined ? {} : { book: strategy }), ...(symbol === undefined ? {} : { symbol }), limit });
    return trips.map((trip) => z.encode(roundTripField, trip));
  }
}
