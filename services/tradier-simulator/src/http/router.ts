import type { IncomingMessage } from 'node:http';
import type { Form } from '../account/form-fields.js';
import type { RateClass } from './rate-limit.js';
import type { Reply } from './reply.js';

export interface Call {
  readonly method: string;
  readonly path: string;
  /** the parts of the path that the pattern leaves open */
  readonly parts: readonly string[];
  /** of the query and, where there is one, the form in the body */
  readonly form: Form;
  readonly body: string;
  readonly host: string;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/v1/accounts/:/orders/:` */
  readonly pattern: string;
  readonly rate: RateClass;
  /** a promise where it would take so long that the market had to wait for it */
  readonly answer: (call: Call) => Reply | Promise<Reply>;
}

const LARGEST_BODY = 1024 * 1024;

/** The route and the open parts of its path; undefined where there is none. */
export function routeFor(routes: readonly Route[], method: string, path: string): { route: Route; parts: string[] } | undefined {
  for (const route of routes) {
    const parts = route.method === method ? matched(route.pattern, path) : undefined;
    if (parts) return { route, parts };
  }
  return undefined;
}

function matched(pattern: string, path: string): string[] | undefined {
  const wanted = pattern.split('/');
  const found = path.split('/');
  if (wanted.length !== found.length) return undefined;
  if (!wanted.every((part, at) => part === ':' || part === found[at])) return undefined;
  return found.filter((_, at) => wanted[at] === ':').map(decoded);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The query and a form body as one: Tradier takes a POST's parameters from either. */
export async function callOf(request: IncomingMessage): Promise<Omit<Call, 'parts'>> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const body = await bodyOf(request);
  const isJson = body.trimStart().startsWith('{');
  const form = new Map([...url.searchParams, ...(isJson ? [] : new URLSearchParams(body))]);
  return { method: request.method ?? 'GET', path: url.pathname, form, body, host: request.headers.host ?? '127.0.0.1' };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request) {
    const bytes = Buffer.from(piece);
    length += bytes.length;
    if (length > LARGEST_BODY) throw new RangeError('the body is too large');
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}
