import { useLive } from '../data/live-store.js';
import { usePositions } from '../data/queries.js';
import type { LiveQuote } from '../logic/live-quote.js';
import { money, shares } from '../logic/money-format.js';
import { sideWord } from '../logic/order-words.js';
import { estimatedTotal, needsLimit, needsStop, TICKET_TYPES, type TicketDraft, type TicketType } from '../logic/ticket-draft.js';
import type { Duration, Side } from '../wire.js';
import { Field } from './field.js';

const SIDES: readonly Side[] = ['buy', 'sell', 'sell_short', 'buy_to_cover'];
const TYPES: Record<TicketType, string> = { market: 'Market', limit: 'Limit', stop: 'Stop', stop_limit: 'Stop limit' };
const DURATIONS: Record<Duration, string> = { day: 'Day', gtc: 'Good till cancelled', pre: 'Pre-market', post: 'After hours' };

interface Props {
  readonly draft: TicketDraft;
  readonly change: (part: Partial<TicketDraft>) => void;
  /** what this page sees, and what the server said; shown once a field has been touched or sent */
  readonly mistakes: Partial<Record<keyof TicketDraft, string>>;
  readonly said: Readonly<Record<string, string>>;
  readonly quote: LiveQuote | undefined;
  readonly disabled: boolean;
}

export function TicketFields({ draft, change, mistakes, said, quote, disabled }: Props) {
  const typed = (field: 'quantity' | 'limitPrice' | 'stopPrice') => (draft[field] === '' ? said[field] : (mistakes[field] ?? said[field]));
  return (
    <fieldset disabled={disabled} className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3">
        <Field label="Side">
          {(wiring) => (
            <select {...wiring} data-testid="ticket-side" className="select w-full" value={draft.side} onChange={(event) => change({ side: event.target.value as Side })}>
              {SIDES.map((side) => (
                <option key={side} value={side}>
                  {sideWord(side)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Quantity" hint="whole shares" error={typed('quantity')}>
          {(wiring) => (
            <input
              {...wiring}
              data-testid="ticket-quantity"
              className="input w-full"
              inputMode="numeric"
              autoFocus
              value={draft.quantity}
              onChange={(event) => change({ quantity: event.target.value })}
            />
          )}
        </Field>
        <Field label="Order type">
          {(wiring) => (
            <select {...wiring} data-testid="ticket-type" className="select w-full" value={draft.type} onChange={(event) => change({ type: event.target.value as TicketType })}>
              {TICKET_TYPES.map((type) => (
                <option key={type} value={type}>
                  {TYPES[type]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Duration">
          {(wiring) => (
            <select
              {...wiring}
              data-testid="ticket-duration"
              className="select w-full"
              value={draft.duration}
              onChange={(event) => change({ duration: event.target.value as Duration })}
            >
              {(Object.keys(DURATIONS) as Duration[]).map((duration) => (
                <option key={duration} value={duration}>
                  {DURATIONS[duration]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {needsStop(draft.type) && (
          <PriceInput
            label="Stop price"
            hint="becomes active at this price"
            testId="ticket-stop-price"
            value={draft.stopPrice}
            error={typed('stopPrice')}
            onChange={(stopPrice) => change({ stopPrice })}
          />
        )}
        {needsLimit(draft.type) && (
          <PriceInput
            label="Limit price"
            hint="this price or better"
            testId="ticket-limit-price"
            value={draft.limitPrice}
            error={typed('limitPrice')}
            onChange={(limitPrice) => change({ limitPrice })}
          />
        )}
      </div>
      <Figures draft={draft} quote={quote} />
    </fieldset>
  );
}

function PriceInput({
  label,
  hint,
  testId,
  value,
  error,
  onChange,
}: {
  label: string;
  hint: string;
  testId: string;
  value: string;
  error: string | undefined;
  onChange: (text: string) => void;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <input {...wiring} data-testid={testId} className="input w-full" inputMode="decimal" placeholder="0.00" value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}

function Figures({ draft, quote }: { draft: TicketDraft; quote: LiveQuote | undefined }) {
  const power = useLive((state) => state.account?.buyingPower);
  const held = usePositions()
    .data?.filter((position) => position.symbol === draft.symbol)
    .reduce((sum, position) => sum + position.netQuantity, 0);
  const total = estimatedTotal(draft, { bid: quote?.bid ?? null, ask: quote?.ask ?? null, last: quote?.last ?? null });
  const rows = [
    ['Bid / ask', `${money(quote?.bid)} / ${money(quote?.ask)}`],
    ['Estimated total', money(total)],
    ['Buying power', money(power)],
    ['You hold', held === undefined ? money(undefined) : `${shares(held)} shares`],
  ] as const;
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-y-1.5 rounded-field bg-base-200 px-3 py-2.5 text-[13px]">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd className="text-right font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
