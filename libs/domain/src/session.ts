/** One trading day of the exchange. Times in ms since the epoch; `open` inclusive, `close` exclusive. */
export interface Session {
  /** the New York calendar day, `YYYY-MM-DD` */
  readonly date: string;
  readonly open: number;
  readonly close: number;
  /** pre- and post-market around it; equal to open and close where there is none */
  readonly preOpen: number;
  readonly postClose: number;
}

/** When the exchange trades: read from the broker's calendar, or the built-in table. */
export interface SessionCalendar {
  /** the session whose regular hours hold this instant */
  at(time: number): Session | undefined;
  /** the last session that opened at or before this instant */
  latest(time: number): Session | undefined;
  /** the first session that opens after this instant */
  next(time: number): Session | undefined;
  /** the session of a New York day, none on a holiday or weekend */
  on(date: string): Session | undefined;
}
