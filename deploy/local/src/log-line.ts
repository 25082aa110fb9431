import { z } from 'zod';

/** pino's numbers: 40 warn, 50 error, 60 fatal */
const WARNING = 40;
const logRecord = z.object({ level: z.number(), msg: z.string().default(''), err: z.object({ message: z.string() }).optional().catch(undefined) });

/**
 * What a person at the terminal should see of a program's line: nothing of the everyday ones, the sentence of a warning or error.
 * A line that is no log record is shown where it came over stderr: a stack trace, a complaint of Node itself.
 */
export function worthShowing(line: string, stream: 'stdout' | 'stderr'): string | undefined {
  const record = readRecord(line);
  if (!record) return stream === 'stderr' && line.trim() !== '' ? line : undefined;
  if (record.level < WARNING) return undefined;
  return [record.msg, record.err?.message].filter((text) => text).join(': ');
}

function readRecord(line: string): z.output<typeof logRecord> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return logRecord.safeParse(JSON.parse(line)).data;
  } catch {
    // Half a line, or no JSON at all: it is no record.
    return undefined;
  }
}
