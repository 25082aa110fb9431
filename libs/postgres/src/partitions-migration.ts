import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Bars in partitions: a minute bar in that of its month (2,000 symbols make 16 million rows a month), the coarser ones of the day in that of their year, daily
 * bars in one. What is stored is carried over. There is no default partition: it would be locked and read through for each new one.
 */
export class Partitions1800000000000 implements MigrationInterface {
  readonly name = 'Partitions1800000000000';

  async up(runner: QueryRunner): Promise<void> {
    await setAside(runner);
    for (const statement of PARTITIONED) await runner.query(statement);
    await runner.query(
      'SELECT open_bar_partitions(array_agg(timeframe), array_agg(day * 86400000)) FROM (SELECT DISTINCT timeframe, start_time / 86400000 AS day FROM bars_before) AS days',
    );
    await takeBack(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await setAside(runner);
    await runner.query(`CREATE TABLE bars (${COLUMNS}, PRIMARY KEY (symbol, timeframe, start_time))`);
    await takeBack(runner);
    await runner.query('DROP FUNCTION open_bar_partitions');
  }
}

async function setAside(runner: QueryRunner): Promise<void> {
  await runner.query('ALTER TABLE bars RENAME TO bars_before');
  await runner.query('ALTER INDEX bars_pkey RENAME TO bars_before_pkey');
}

async function takeBack(runner: QueryRunner): Promise<void> {
  await runner.query('INSERT INTO bars SELECT * FROM bars_before');
  await runner.query('DROP TABLE bars_before');
}

const COLUMNS = `
  symbol text NOT NULL,
  timeframe text NOT NULL,
  start_time bigint NOT NULL,
  end_time bigint NOT NULL,
  open numeric(20,6) NOT NULL,
  high numeric(20,6) NOT NULL,
  low numeric(20,6) NOT NULL,
  close numeric(20,6) NOT NULL,
  volume bigint NOT NULL,
  trade_count bigint NOT NULL,
  vwap numeric(20,6) NOT NULL,
  revision integer NOT NULL,
  quality text NOT NULL CHECK (quality IN ('whole', 'gap', 'backfilled'))`;

const PARTITIONED = [
  `CREATE TABLE bars (${COLUMNS}, PRIMARY KEY (symbol, timeframe, start_time)) PARTITION BY LIST (timeframe)`,
  `CREATE TABLE bars_1m PARTITION OF bars FOR VALUES IN ('1m') PARTITION BY RANGE (start_time)`,
  `CREATE TABLE bars_coarse PARTITION OF bars FOR VALUES IN ('5m', '15m', '30m', '1h', '4h') PARTITION BY RANGE (start_time)`,
  `CREATE TABLE bars_1d PARTITION OF bars FOR VALUES IN ('1d')`,
  // Made beside the tables and then attached, which locks out neither readers nor writers. Of several that want the same one, the lock lets one make it; it must be
  // the lock of a table, for behind an advisory lock the catalogue still looks as it did before.
  `CREATE FUNCTION open_bar_partitions(timeframes text[], starts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
   DECLARE
     part record;
   BEGIN
     FOR part IN
       SELECT DISTINCT parent, first, first + CASE parent WHEN 'bars_1m' THEN interval '1 month' ELSE interval '1 year' END AS behind,
         parent || to_char(first, CASE parent WHEN 'bars_1m' THEN '_YYYY_MM' ELSE '_YYYY' END) AS name
       FROM (
         SELECT parent, date_trunc(CASE parent WHEN 'bars_1m' THEN 'month' ELSE 'year' END, to_timestamp(start / 1000.0) AT TIME ZONE 'UTC') AS first
         FROM (SELECT start, CASE timeframe WHEN '1m' THEN 'bars_1m' ELSE 'bars_coarse' END AS parent FROM unnest(timeframes, starts) AS bar (timeframe, start) WHERE timeframe <> '1d') AS bar
       ) AS wanted
       ORDER BY name
     LOOP
       CONTINUE WHEN to_regclass(part.name) IS NOT NULL;
       EXECUTE format('LOCK TABLE %I IN SHARE UPDATE EXCLUSIVE MODE', part.parent);
       CONTINUE WHEN to_regclass(part.name) IS NOT NULL;
       EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', part.name, part.parent);
       EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', part.parent, part.name,
         extract(epoch FROM part.first)::bigint * 1000, extract(epoch FROM part.behind)::bigint * 1000);
     END LOOP;
   END $$`,
];
