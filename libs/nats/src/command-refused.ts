import { problem, type Problem } from '@sofi/contracts';
import { RuleError } from '@sofi/domain';

/** A service said no to a command, and why. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }

  /** For handlers: a refusal with a status of HTTP and a reason in words, 404 or 409 for example. */
  static because(status: number, detail: string): CommandRefused {
    return new CommandRefused(problem(status, detail));
  }

  static ofRule(error: RuleError): CommandRefused {
    return new CommandRefused(problem(422, error.message, [{ field: error.field, message: error.rule, value: error.value }]));
  }
}
