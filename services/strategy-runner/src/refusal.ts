import { problem, type Problem } from '@sofi/contracts';
import { CommandRefused } from '@sofi/nats';

/** A command that can not be obeyed, and why: the sender sees the status and the words. */
export function refusal(status: number, detail: string, errors: Problem['errors'] = []): CommandRefused {
  return new CommandRefused(problem(status, detail, errors));
}
