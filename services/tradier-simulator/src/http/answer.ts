import type { ServerResponse } from 'node:http';
import { toXml, type Reply } from './reply.js';

/** A reply as it goes out. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** On everything that the simulator says. */
export const SIMULATED = { 'X-Simulated-Market': 'true' };

/** `accept` as the client sent it: what is content turns into JSON for those alone who ask for it. */
export function answerOf(reply: Reply, accept: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const { type, body } = rendered(reply, accept);
  return { status: reply.status, headers: { ...SIMULATED, ...headers, 'Content-Type': type }, body };
}

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

function rendered(reply: Reply, accept: string): { type: string; body: string } {
  if (reply.kind === 'file') return { type: reply.type, body: reply.body };
  if (reply.kind === 'html') return { type: 'text/html; charset=utf-8', body: reply.html };
  if (reply.kind === 'text') return { type: 'text/plain; charset=utf-8', body: reply.text };
  const asJson = reply.kind === 'json' || accept.includes('application/json');
  return asJson ? { type: 'application/json; charset=utf-8', body: JSON.stringify(reply.content) } : { type: 'application/xml; charset=utf-8', body: toXml(reply.content) };
}
