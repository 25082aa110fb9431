import { HttpException } from '@nestjs/common';
import { plainWords, problem, problemOfIssues, type Problem } from '@sofi/contracts';
import { RuleError, UnavailableError } from '@sofi/domain';
import { CommandRefused } from '@sofi/nats';
import { isAway } from '@sofi/postgres';
import { z } from 'zod';

/** A route refuses: with the whole problem that the caller gets. */
export class Refusal extends Error {
  constructor(
    readonly problem: Problem,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem.detail);
  }
}

export function refuse(status: number, detail: string, errors: Problem['errors'] = []): never {
  throw new Refusal(problem(status, detail, errors));
}

/** What the caller is told of an error; undefined where it is our fault, which is for the log and not for the caller. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Refusal || error instanceof CommandRefused) return error.problem;
  if (error instanceof RuleError) return problem(422, error.message, [{ field: error.field, message: error.rule, value: error.value }]);
  if (error instanceof z.ZodError) return problemOfIssues(error, undefined);
  if (error instanceof UnavailableError) return problem(503, error.message);
  if (isAway(error)) return problem(503, 'the database does not answer; it is being seen to, try again in a moment');
  if (error instanceof HttpException && (error.getStatus() < 500 || error.getStatus() === 503)) return problem(error.getStatus(), error.message);
  return undefined;
}

/** Input → value of the schema. Throws a {@link Refusal} with each field at fault, its value and the rule in words. */
export function parsed<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input, { error: plainWords });
  if (!result.success) throw new Refusal(problemOfIssues(result.error, input));
  return result.data;
}
