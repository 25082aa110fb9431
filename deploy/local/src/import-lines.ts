import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { linesOfJson } from '@sofi/tape';

/**
 * The lines of a file, unpacked, JSON as a table (so that its nth entry is line n + 1). `onBytes` is told how much more of the file on the disk was read. Rejects with what the system says where the file can not be
 * read to its end.
 */
export async function* linesOf(path: string, onBytes: (count: number) => void): AsyncGenerator<string> {
  const file = createReadStream(path);
  file.on('data', (chunk) => onBytes(chunk.length));
  const plain = path.toLowerCase().endsWith('.gz') ? file.pipe(createGunzip()) : file;
  // an error does not pass through a pipe by itself
  if (plain !== file) file.on('error', (error) => plain.destroy(error));
  if (/\.json(?:\.gz)?$/i.test(path)) yield* linesOfJson(await text(plain));
  else yield* createInterface({ input: plain, crlfDelay: Infinity });
}
