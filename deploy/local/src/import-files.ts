import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart } from './cannot-start.js';

export interface ImportFile {
  readonly path: string;
  /** as it lies on the disk */
  readonly bytes: number;
}

const READABLE = /\.(?:csv|json)(?:\.gz)?$/i;

/** The file, or every .csv and .json (.gz too) of the folder and those in it, by name. @throws CannotStart where there is none */
export function importFiles(path: string): ImportFile[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new CannotStart(`${path} is not there.`);
  if (!stat.isDirectory()) return [{ path, bytes: stat.size }];
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => READABLE.test(name))
    .toSorted()
    .map((name) => ({ path: join(path, name), bytes: statSync(join(path, name)).size }));
  if (files.length === 0) throw new CannotStart(`${path} holds no .csv and no .json.`);
  return files;
}
