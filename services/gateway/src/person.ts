import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';

export const ROLES = ['viewer', 'trader', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking. */
export interface Person {
  readonly username: string;
  readonly role: Role;
  /** where a browser asks: its session's hash, and the token that its page must send along; a program has neither */
  readonly session?: { readonly hash: string; readonly csrfToken: string };
}

export function mayAct(as: Role, person: Person): boolean {
  return ROLES.indexOf(person.role) >= ROLES.indexOf(as);
}

const known = new WeakMap<IncomingMessage, Person>();

/** The guard, or the socket's upgrade, has found out who sent this request. */
export function recognise(request: IncomingMessage, person: Person): void {
  known.set(request, person);
}

export function personOf(request: IncomingMessage): Person | undefined {
  return known.get(request);
}

/** The person of a handler's request; the guard lets nobody through without one. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Person => {
  const person = personOf(context.switchToHttp().getRequest<{ raw: IncomingMessage }>().raw);
  if (!person) throw new TypeError('a route that asks who it is must not be public');
  return person;
});
