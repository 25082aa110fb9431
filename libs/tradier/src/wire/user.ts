import { z } from 'zod';
import { folded } from '../one-or-many.js';
import { perhaps, perhapsFlag, perhapsInstant, perhapsText, perhapsWord } from '../wire.js';

const account = z.object({
  account_number: z.string(),
  classification: perhapsWord<'individual' | 'entity' | 'joint_survivor' | 'traditional_ira' | 'roth_ira' | 'rollover_ira' | 'sep_ira'>(),
  date_created: perhapsInstant,
  day_trader: perhapsFlag,
  option_level: perhaps,
  status: perhapsWord<'active' | 'closed'>(),
  type: perhapsWord<'cash' | 'margin'>(),
  last_update_date: perhapsInstant,
});
export type WireAccount = z.output<typeof account>;

export const profileAnswer = z.object({ profile: z.object({ id: perhapsText, name: perhapsText, account: folded(account) }) });
export type WireProfile = z.output<typeof profileAnswer>['profile'];
