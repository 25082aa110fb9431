import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};
const SMALL = new Set(['.png', '.ico', '.woff2']);
const compress = promisify(gzip);

export interface StaticFile {
  readonly type: string;
  readonly cacheControl: string;
  readonly etag: string;
  readonly body: Buffer;
  /** absent where the file is small already */
  readonly gzipped?: Buffer;
}

/** The built dashboard. Files are read and compressed once, and again when they have changed on disk. */
export class StaticFiles {
  private readonly read = new Map<string, { stamp: string; file: StaticFile }>();

  constructor(private readonly folder: string) {}

  /** The file of a URL path; a path that names no file (a page of the app) is answered with the app itself. Undefined where there is nothing. */
  async find(urlPath: string): Promise<StaticFile | undefined> {
    const path = fileOf(urlPath);
    if (path === undefined) return undefined;
    return extname(path) === '' ? this.load('index.html') : this.load(path);
  }

  private async load(path: string): Promise<StaticFile | undefined> {
    const full = join(this.folder, path);
    const found = await stat(full).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    const stamp = `${found.mtimeMs}-${found.size}`;
    const known = this.read.get(path);
    if (known?.stamp === stamp) return known.file;
    const file = await toStaticFile(path, await readFile(full));
    this.read.set(path, { stamp, file });
    return file;
  }
}

/** `/assets/a.js` → `assets/a.js`; undefined for a path that leaves the folder or is no path. */
function fileOf(urlPath: string): string | undefined {
  try {
    const path = normalize(decodeURIComponent(urlPath)).replace(/^[/\\]+/, '');
    return path === '..' || path.startsWith(`..${sep}`) || path.includes('\0') || path.split(sep).some((part) => part.startsWith('.') && part !== '.') ? undefined : path;
  } catch {
    return undefined;
  }
}

async function toStaticFile(path: string, body: Buffer): Promise<StaticFile> {
  const extension = extname(path);
  // Vite puts a hash of the content into the name of everything in assets/, so those may be kept for ever
  const cacheControl = path.startsWith(`assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache';
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const file = { type: TYPES[extension] ?? 'application/octet-stream', cacheControl, etag, body };
  return SMALL.has(extension) ? file : { ...file, gzipped: await compress(body) };
}
