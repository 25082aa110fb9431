import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Access } from './access.js';
import { Needs, Public } from './access.decorators.js';
import { mayAct, recognise, type Person } from './person.js';
import { refuse } from './problem-answer.js';
import { sameSecret } from './secrets.js';

const READING = new Set(['GET', 'HEAD']);
/** the probes of a supervisor carry no login, and their answer says nothing but yes or no */
const PROBES = new Set(['/health/live', '/health/ready']);

/** No route answers anybody whom it does not know, and nobody does what his role does not allow. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: Access,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride(Public, targets) || PROBES.has(request.routeOptions.url ?? '')) return true;
    const person = await this.access.identify(request.headers);
    if (!person) refuse(401, 'sign in first: POST /api/v1/auth/login, or send an API token');
    const reading = READING.has(request.method);
    this.checkRole(this.reflector.getAllAndOverride(Needs, targets) ?? (reading ? 'viewer' : 'trader'), person);
    if (!reading) checkCsrf(request, person);
    recognise(request.raw, person);
    return true;
  }

  private checkRole(role: Person['role'], person: Person): void {
    if (!mayAct(role, person)) refuse(403, `this needs the role ${role}, and ${person.username} is a ${person.role}`);
  }
}

/** A browser sends the cookie by itself, from whatever page; only our own page can read the token. A program has no cookie. */
function checkCsrf(request: FastifyRequest, person: Person): void {
  if (person.session === undefined) return;
  const sent = request.headers['x-csrf-token'];
  if (typeof sent !== 'string' || !sameSecret(sent, person.session.csrfToken)) {
    refuse(403, 'the header X-CSRF-Token must carry the csrfToken of GET /api/v1/auth/me');
  }
}
