import { RuleError } from '@sofi/domain';
import { z } from 'zod';
import { json, type Reply } from '../http/reply.js';
import type { Call, Route } from '../http/router.js';
import { faultIn, kindsAsSchema, type Fault } from './fault-kinds.js';
import { SCHEDULE_RATE, type FaultPlan } from './fault-plan.js';

const PATH = '/v1/simulator/faults';
const schedule = z.object({ schedule: z.strictObject({ seed: z.int().min(0).max(4_294_967_295), rate: z.number().gt(0).max(1).default(SCHEDULE_RATE) }) });

/** Arms, tells and clears what goes wrong. `arm` does what an armed fault needs at once; it throws a RuleError where that can not be. */
export function faultRoutes(plan: FaultPlan, arm: (fault: Fault) => number): Route[] {
  const admin = (method: Route['method'], pattern: string, answer: (call: Call) => Reply): Route => ({ method, pattern, rate: 'none', answer });
  return [
    admin('GET', PATH, () => json(plan.state())),
    admin('GET', `${PATH}/kinds`, () => json({ kinds: kindsAsSchema() })),
    admin('POST', PATH, (call) => orRule(() => armed(bodyOf(call), plan, arm))),
    admin('DELETE', PATH, () => {
      plan.clear();
      return json(plan.state());
    }),
    admin('DELETE', `${PATH}/:`, ({ parts }) => (plan.disarm(Number(parts[0])) ? json(plan.state()) : json({ error: `no fault ${parts[0]} is armed` }, 404))),
  ];
}

function armed(body: unknown, plan: FaultPlan, arm: (fault: Fault) => number): Reply {
  if (typeof body !== 'object' || body === null || !('schedule' in body)) return json({ id: arm(faultIn(body)), ...plan.state() });
  const read = schedule.safeParse(body);
  if (!read.success) throw new RuleError('schedule', body.schedule, 'must be {"seed": a whole number, "rate": the share of calls that go wrong, to 1}');
  plan.schedule = read.data.schedule;
  return json(plan.state());
}

function bodyOf({ body }: Call): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new RuleError('body', body.slice(0, 100), 'must be JSON');
  }
}

function orRule(answer: () => Reply): Reply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof RuleError) return json({ field: error.field, value: error.value, rule: error.rule }, 400);
    throw error;
  }
}
