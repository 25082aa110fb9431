import { commandAnswer, commands, subjects, type CommandName, type CommandReply, type CommandRequest } from '@sofi/contracts';
import { UnavailableError } from '@sofi/domain';
import type { Msg } from 'nats';
import { z } from 'zod';
import { jsonOf } from './bus.js';
import { CommandRefused } from './command-refused.js';
import type { Connection } from './connection.js';

const ANSWER_MS = 10_000;

/** Sends a command, once, and reads its answer by the contract. */
export async function ask<N extends CommandName>(connection: Connection, name: N, request: CommandRequest<N>, timeoutMs = ANSWER_MS): Promise<CommandReply<N>> {
  const schemas = commands[name];
  const text = JSON.stringify(z.encode(schemas.request as z.ZodType, request));
  const answer = commandAnswer.parse(jsonOf((await send(connection, name, text, timeoutMs)).data));
  if (answer.ok) return z.decode(schemas.reply as z.ZodType, answer.value) as CommandReply<N>;
  if (answer.problem.status === 503) throw new UnavailableError(answer.problem.detail);
  throw new CommandRefused(answer.problem);
}

/** The subject that the service of a command answers on. */
export function subjectOf(name: CommandName): string {
  const [service, verb] = name.split('.') as [string, string];
  return subjects.command(service, verb);
}

async function send(connection: Connection, name: CommandName, text: string, timeoutMs: number): Promise<Msg> {
  const deadline = performance.now() + timeoutMs;
  await connection.whenConnected(timeoutMs);
  if (!connection.connected) throw new UnavailableError(`${name} is not answered: NATS is away`);
  try {
    return await connection.nats.request(subjectOf(name), text, { timeout: Math.max(1, deadline - performance.now()) });
  } catch (error) {
    throw new UnavailableError(`${name} is not answered: ${(error as Error).message}`);
  }
}
