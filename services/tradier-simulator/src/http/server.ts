import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { strikeCall } from '../faults/call-faults.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import { answerOf, send, type Answer } from './answer.js';
import { quotaViolation, rateHeaders, type CountedClass, type RateLimit } from './rate-limit.js';
import { gatewayFault, text, type Reply } from './reply.js';
import { callOf, routeFor, type Call, type Route } from './router.js';

export interface ServerOptions {
  readonly token: string;
  readonly limit: RateLimit;
  readonly routes: readonly Route[];
  readonly faults: FaultPlan;
  /** answers by itself; true where the request is its own */
  readonly stream: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** Open to everybody: what says that nothing here is real. */
const PUBLIC = new Set(['GET /', 'GET /page.css', 'GET /page.js', 'GET /v1/simulator', 'GET /v1/simulator/faults/kinds']);

export function restServer(options: ServerOptions): Server {
  return createServer((request, response) => {
    void respond(request, response, options).catch((error: unknown) => {
      const words = error instanceof RangeError ? error.message : 'the simulator failed';
      if (!(error instanceof RangeError)) process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      if (!response.headersSent) send(response, answerOf(text(error instanceof RangeError ? 413 : 500, words), ''));
    });
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, options: ServerOptions): Promise<void> {
  if (options.stream(request, response)) return;
  const call = await callOf(request);
  const found = routeFor(options.routes, call.method, call.path);
  const as = (reply: Reply, headers: Readonly<Record<string, string>> = {}) => answerOf(reply, request.headers.accept ?? '', headers);
  if (!PUBLIC.has(`${call.method} ${call.path}`) && request.headers.authorization !== `Bearer ${options.token}`) {
    return send(response, as(gatewayFault(401, 'Invalid Access Token', 'keymanagement.service.invalid_access_token')));
  }
  if (!found) return send(response, as(text(404, `There is no ${call.method} ${call.path}`)));
  const { route, parts } = found;
  const { rate } = route;
  if (rate === 'none') return send(response, as(await route.answer({ ...call, parts })));
  const carriedOut = () => counted({ ...call, parts }, route, rate, options.limit, as);
  const fault = options.faults.strike({ at: 'call', method: call.method, path: call.path });
  if (fault) await strikeCall(fault, { response, carriedOut, instead: as });
  else send(response, await carriedOut());
}

async function counted(call: Call, route: Route, rate: CountedClass, limit: RateLimit, as: (reply: Reply, headers: Record<string, string>) => Answer): Promise<Answer> {
  const state = limit.count(rate);
  return as(state.used > state.allowed ? quotaViolation(state) : await route.answer(call), rateHeaders(state));
}
