import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { KitConfig } from './config.js';

export type { Logger } from 'pino';

/** Lines of JSON for machines, or of colour for people; one logger a process. */
export async function openLog(service: string, { LOG_LEVEL, LOG_FORMAT }: Pick<KitConfig, 'LOG_LEVEL' | 'LOG_FORMAT'>): Promise<Logger> {
  const options = { level: LOG_LEVEL, base: { service } };
  if (LOG_FORMAT === 'json') return pino(options);
  // in this thread: a worker for it costs more memory than it saves time, and loses the last words of a process that ends
  const { PinoPretty } = await import('pino-pretty');
  return pino(options, PinoPretty({ ignore: 'pid,hostname', singleLine: true, sync: true }));
}

/** Nest's own words in the same log; what it tells of its wiring at start is for debugging. */
export function nestLog(log: Logger): LoggerService {
  const say =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...rest: unknown[]) =>
      log[level]({ from: rest.at(-1) }, message instanceof Error ? (message.stack ?? message.message) : String(message));
  return { log: say('debug'), verbose: say('debug'), debug: say('debug'), warn: say('warn'), error: say('error'), fatal: say('fatal') };
}
