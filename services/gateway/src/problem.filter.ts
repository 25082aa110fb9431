import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { problem } from '@sofi/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, Refusal } from './problem-answer.js';

const TOO_LARGE = 413;

/** Every error leaves as `application/problem+json`. What went wrong inside stays in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const known = problemOf(error);
    if (!known) this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error), `${request.method} ${request.routeOptions.url ?? 'unknown route'}`);
    const answer = known ?? problem(500, 'something went wrong on our side; the log of the gateway says what');
    if (error instanceof Refusal) void reply.headers(error.headers);
    // closed with a body still on its way, the connection is reset, and who sends never reads why
    if (answer.status === TOO_LARGE) void reply.removeHeader('connection');
    void reply.status(answer.status).type('application/problem+json').send(JSON.stringify(answer));
  }
}
