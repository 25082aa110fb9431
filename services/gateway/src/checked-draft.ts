import { problemOfIssues, strategyDraft, type StrategyDraft } from '@sofi/contracts';
import { RuleError } from '@sofi/domain';
import { strategyTypes } from '@sofi/strategies';
import { parsed, Refusal } from './problem-answer.js';

/** A draft whose parameters fit its type. Throws with every field at fault: `parameters.period`, `risk.stopLossPct`, … */
export function checkedDraft(body: unknown): StrategyDraft {
  const draft = parsed(strategyDraft, body);
  const type = strategyTypes.get(draft.type);
  if (!type) throw new RuleError('type', draft.type, `must be one of ${[...strategyTypes.keys()].join(', ')}`);
  const result = type.parameters.safeParse(draft.parameters);
  if (result.success) return draft;
  const issues = result.error.issues.map((issue) => ({ ...issue, path: ['parameters', ...issue.path] }));
  throw new Refusal(problemOfIssues({ issues }, draft));
}
