import { z } from 'zod';
import { timeField } from './fields.js';

export const heartbeatMessage = z.object({
  service: z.string(),
  version: z.string(),
  status: z.enum(['ok', 'degraded']),
  detail: z.string(),
  uptimeSeconds: z.number(),
  /** the market's clock up to which this service has done its work, 0 before the first tick */
  marketTime: timeField,
  time: timeField,
});
export type Heartbeat = z.output<typeof heartbeatMessage>;

export const alertMessage = z.object({
  id: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
  service: z.string(),
  what: z.string(),
  whatToDo: z.string(),
  time: timeField,
});
export type Alert = z.output<typeof alertMessage>;
