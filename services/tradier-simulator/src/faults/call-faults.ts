import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { send, type Answer } from '../http/answer.js';
import { quotaViolation, rateHeaders } from '../http/rate-limit.js';
import { gatewayFault, text, type Reply } from '../http/reply.js';
import type { Fault } from './fault-kinds.js';
import { withNumbersAsText } from './numbers-as-text.js';

/** One call at the door. */
export interface StruckCall {
  readonly response: ServerResponse;
  /** carries the call out */
  readonly carriedOut: () => Promise<Answer>;
  /** another reply, and the call is not carried out */
  readonly instead: (reply: Reply, headers?: Readonly<Record<string, string>>) => Answer;
}

const WINDOW_MS = 60_000;
const SESSION_ID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/;
const MAINTENANCE = '<!DOCTYPE html>\n<html><head><title>Tradier API</title></head><body><h1>We are down for maintenance.</h1></body></html>\n';
const PROXY_PAGE = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n';

/** Answers a call as the fault wants it, or never. */
export async function strikeCall(fault: Fault, call: StruckCall): Promise<void> {
  if (fault.kind === 'time-out-before-commit') return silence(call.response, fault.parameters.ms);
  const other = instead(fault, call);
  if (other) return send(call.response, other);
  const answer = await call.carriedOut();
  if (fault.kind === 'drop-after-accept') call.response.destroy();
  else if (fault.kind === 'time-out-after-commit') silence(call.response, fault.parameters.ms);
  else if (fault.kind === 'slow') slowly(call.response, answer, fault.parameters);
  else send(call.response, altered(fault, answer));
}

function instead(fault: Fault, call: StruckCall): Answer | undefined {
  if (fault.kind === 'rate-limited') return overTheLimit(call);
  if (fault.kind === 'server-error') return call.instead(gatewayFault(fault.parameters.status, 'Datastore Error', 'steps.servicecallout.ExecutionFailed'));
  if (fault.kind === 'bad-gateway') return call.instead({ kind: 'html', status: 502, html: PROXY_PAGE });
  if (fault.kind === 'not-found') return call.instead(text(404, 'Not Found'));
  if (fault.kind === 'maintenance') return call.instead({ kind: 'html', status: fault.parameters.status, html: MAINTENANCE });
  if (fault.kind === 'revoked-token') return call.instead(gatewayFault(401, 'Invalid Access Token', 'keymanagement.service.invalid_access_token'));
  return undefined;
}

function overTheLimit(call: StruckCall): Answer {
  const state = { allowed: 120, used: 121, expiry: Date.now() + WINDOW_MS };
  return call.instead(quotaViolation(state), rateHeaders(state));
}

function altered(fault: Fault, answer: Answer): Answer {
  const { body } = answer;
  if (fault.kind === 'empty-body') return { ...answer, body: '' };
  if (fault.kind === 'truncated-json') return { ...answer, body: body.slice(0, Math.ceil(body.length / 2)) };
  if (fault.kind === 'answer-numbers-as-text') return { ...answer, body: withNumbersAsText(body) };
  if (fault.kind === 'wrong-session') return { ...answer, body: body.replace(SESSION_ID, randomUUID()) };
  return answer;
}

/** Neither an answer nor an end, until the connection is cut. */
function silence(response: ServerResponse, ms: number): void {
  whileOpen(response, ms, () => response.destroy());
}

function slowly(response: ServerResponse, answer: Answer, { ms, pieces }: { ms: number; pieces: number }): void {
  if (pieces === 1) return whileOpen(response, ms, () => send(response, answer));
  const bytes = Buffer.from(answer.body);
  const length = Math.max(1, Math.ceil(bytes.length / pieces));
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': bytes.length });
  const from = (at: number): void => {
    if (at >= bytes.length) return void response.end();
    response.write(bytes.subarray(at, at + length));
    whileOpen(response, ms, () => from(at + length));
  };
  whileOpen(response, ms, () => from(0));
}

/** Later, if the client is still there then. */
function whileOpen(response: ServerResponse, ms: number, act: () => void): void {
  const forget = () => clearTimeout(timer);
  const timer = setTimeout(() => {
    response.off('close', forget);
    act();
  }, ms);
  response.once('close', forget);
}
