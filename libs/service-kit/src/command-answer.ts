import { commands, problem, problemOfIssues, type CommandName, type Problem } from '@sofi/contracts';
import { RuleError, UnavailableError } from '@sofi/domain';
import { CommandRefused, jsonOf } from '@sofi/nats';
import { z } from 'zod';

/** What of an error the sender is told; undefined for what is not sorted: a fault of our own. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof CommandRefused) return error.problem;
  if (error instanceof RuleError) return CommandRefused.ofRule(error).problem;
  if (error instanceof UnavailableError) return problem(503, error.message);
  return undefined;
}

/**
 * Answers one request of a command, by the contract, as the text that travels: a value, or a problem with field, value and rule. Throws nothing;
 * a fault of our own is told to `onFault`, and to the sender only that there was one.
 */
export async function answerTo(name: CommandName, data: Uint8Array, obey: (request: unknown) => Promise<unknown>, onFault: (error: unknown) => void): Promise<string> {
  const refuse = (told: Problem): string => JSON.stringify({ ok: false, problem: told });
  const schemas: { request: z.ZodType; reply: z.ZodType } = commands[name];
  try {
    const input = inputOf(data);
    const request = schemas.request.safeDecode(input);
    if (!request.success) return refuse(problemOfIssues(request.error, input));
    return JSON.stringify({ ok: true, value: z.encode(schemas.reply, await obey(request.data)) });
  } catch (error) {
    const known = problemOf(error);
    if (known) return refuse(known);
    onFault(error);
    return refuse(problem(500, 'the service could not do this; its log tells why'));
  }
}

function inputOf(data: Uint8Array): unknown {
  try {
    return jsonOf(data);
  } catch (error) {
    throw CommandRefused.because(400, `the request is not JSON: ${(error as Error).message}`);
  }
}
