import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was fetched of the broker's history, and the splits that were noticed. */
export class History1800000000001 implements MigrationInterface {
  readonly name = 'History1800000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE history_ranges (
      symbol text NOT NULL,
      timeframe text NOT NULL,
      from_time bigint NOT NULL,
      to_time bigint NOT NULL,
      reason text NOT NULL,
      PRIMARY KEY (symbol, timeframe, from_time, reason)
    )`);
    await runner.query(`CREATE TABLE splits (
      symbol text NOT NULL,
      date text NOT NULL,
      shares integer NOT NULL,
      of_shares integer NOT NULL,
      noticed_at bigint NOT NULL,
      PRIMARY KEY (symbol, date)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE splits');
    await runner.query('DROP TABLE history_ranges');
  }
}
