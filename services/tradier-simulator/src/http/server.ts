import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { RateLimit, rateHeaders } from './rate-limit.js';
import { gatewayFault, text, toXml, type Reply } from './reply.js';
import { callOf, routeFor, type Route } from './router.js';

export interface ServerOptions {
  readonly token: string;
  /** calls a minute and class of endpoint */
  readonly rateLimit: number;
  readonly routes: readonly Route[];
  /** answers by itself; true where the request is its own */
  readonly stream: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** Open to everybody: what says that nothing here is real. */
const PUBLIC = new Set(['GET /', 'GET /v1/simulator']);
export const SIMULATED = { 'X-Simulated-Market': 'true' };

export function restServer(options: ServerOptions): Server {
  const limit = new RateLimit(options.rateLimit);
  return createServer((request, response) => {
    void respond(request, response, options, limit).catch((error: unknown) => {
      const words = error instanceof RangeError ? error.message : 'the simulator failed';
      if (!(error instanceof RangeError)) process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      if (!response.headersSent) send(response, request, text(error instanceof RangeError ? 413 : 500, words), {});
    });
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, options: ServerOptions, limit: RateLimit): Promise<void> {
  if (options.stream(request, response)) return;
  const call = await callOf(request);
  const found = routeFor(options.routes, call.method, call.path);
  if (!PUBLIC.has(`${call.method} ${call.path}`) && request.headers.authorization !== `Bearer ${options.token}`) {
    return send(response, request, gatewayFault(401, 'Invalid Access Token', 'keymanagement.service.invalid_access_token'), {});
  }
  if (!found) return send(response, request, text(404, `There is no ${call.method} ${call.path}`), {});
  if (found.route.rate === 'none') return send(response, request, found.route.answer({ ...call, parts: found.parts }), {});
  const state = limit.count(found.route.rate);
  const reply =
    state.used > state.allowed
      ? text(429, `Quota Violation: the limit of ${state.allowed} calls a minute is reached until ${state.expiry}`)
      : found.route.answer({ ...call, parts: found.parts });
  send(response, request, reply, rateHeaders(state));
}

function send(response: ServerResponse, request: IncomingMessage, reply: Reply, headers: Record<string, string>): void {
  const { type, body } = rendered(reply, request.headers.accept ?? '');
  response.writeHead(reply.status, { ...SIMULATED, ...headers, 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

function rendered(reply: Reply, accept: string): { type: string; body: string } {
  if (reply.kind === 'html') return { type: 'text/html; charset=utf-8', body: reply.html };
  if (reply.kind === 'text') return { type: 'text/plain; charset=utf-8', body: reply.text };
  const asJson = reply.kind === 'json' || accept.includes('application/json');
  return asJson ? { type: 'application/json; charset=utf-8', body: JSON.stringify(reply.content) } : { type: 'application/xml; charset=utf-8', body: toXml(reply.content) };
}
