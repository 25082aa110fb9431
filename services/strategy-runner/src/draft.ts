import { plainWords, problemOfIssues, type StrategyDraft } from '@sofi/contracts';
import { DEFAULT_RISK, type EquitySymbol, type RiskSettings, type StrategyDefinition } from '@sofi/domain';
import { CommandRefused, type Bus } from '@sofi/nats';
import { strategyTypes, type StrategyType } from '@sofi/strategies';
import { refusal } from './refusal.js';

type Checked = Omit<StrategyDefinition, 'id' | 'status'>;

/** A draft with everything checked that a schema alone can not know: the type, its parameters, the account, and that the broker knows each symbol. */
export async function checkedDraft(draft: StrategyDraft, account: string, bus: Pick<Bus, 'ask'>): Promise<Checked> {
  const parameters = checkedParameters(draft);
  if (draft.account !== undefined && draft.account !== account) {
    throw refusal(422, `account: ${draft.account} is not connected; the connected account is ${account}`, [
      { field: 'account', message: `must be ${account}, the connected account`, value: draft.account },
    ]);
  }
  const symbols = [...new Set(draft.symbols)];
  await refuseUnknown(symbols, bus);
  const { name, type, timeframe } = draft;
  return { name, type, symbols, timeframe, account, parameters, risk: withDefaults(draft.risk) };
}

export function typeNamed(type: string): StrategyType {
  const found = strategyTypes.get(type);
  if (found) return found;
  const known = [...strategyTypes.keys()].join(', ');
  throw refusal(422, `type: ${type} is not a strategy; there are ${known}`, [{ field: 'type', message: `must be one of ${known}`, value: type }]);
}

/** The type's own schema fills in the defaults; its issues come back as `parameters.<field>`. */
function checkedParameters(draft: StrategyDraft): Record<string, unknown> {
  const result = typeNamed(draft.type).parameters.safeParse(draft.parameters, { error: plainWords });
  if (result.success) return result.data as Record<string, unknown>;
  for (const issue of result.error.issues) issue.path.unshift('parameters');
  throw new CommandRefused(problemOfIssues(result.error, draft));
}

async function refuseUnknown(symbols: EquitySymbol[], bus: Pick<Bus, 'ask'>): Promise<void> {
  const { unknown } = await bus.ask('market-data.snapshots', { symbols });
  if (unknown.length === 0) return;
  throw refusal(
    422,
    `symbols: ${unknown.join(', ')} ${unknown.length === 1 ? 'is' : 'are'} not known to the broker`,
    unknown.map((symbol) => ({ field: 'symbols', message: `${symbol} is not known to the broker`, value: symbol })),
  );
}

function withDefaults(risk: StrategyDraft['risk']): RiskSettings {
  const said = Object.fromEntries(Object.entries(risk).filter(([, value]) => value !== undefined));
  return { ...DEFAULT_RISK, ...said };
}
