import { ShieldCheck, ShieldX } from 'lucide-react';
import { money, shares, signedMoney } from '../logic/money-format.js';
import { sideWord, termsWords } from '../logic/order-words.js';
import { bodyOf, type TicketDraft } from '../logic/ticket-draft.js';
import type { Preview } from '../wire.js';

/** What the gate and the broker say of the order, before anything is sent. */
export function TicketPreview({ preview, draft }: { preview: Preview; draft: TicketDraft }) {
  const { gate } = preview;
  const body = bodyOf(draft);
  return (
    <section aria-label="Preview" data-testid="ticket-preview-result" className="flex flex-col gap-3 rounded-field border border-base-300 p-3 text-[13px]">
      <p className="font-medium">
        {sideWord(body.side)} {shares(body.quantity)} {body.symbol} · {termsWords(body)} · {body.duration}
      </p>
      <div className={`flex items-start gap-2 ${gate.approved ? 'text-success' : 'text-error'}`}>
        {gate.approved ? <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0" /> : <ShieldX aria-hidden className="mt-0.5 size-4 shrink-0" />}
        <p>
          <span className="font-medium">{gate.approved ? 'The risk gate approves' : `The risk gate refuses${gate.rule ? ` (${gate.rule})` : ''}`}</span>
          {/* Of an approved order the gate only repeats who asks. */}
          {!gate.approved && <span className="block text-base-content">{gate.reason}</span>}
        </p>
      </div>
      <dl className="grid grid-cols-[1fr_auto] gap-y-1">
        <dt className="text-soft">Estimated cost</dt>
        <dd className="text-right font-medium">{money(preview.estimatedCost)}</dd>
        <dt className="text-soft">Commission</dt>
        <dd className="text-right">{money(preview.commission)}</dd>
        <dt className="text-soft">Margin change</dt>
        <dd className="text-right">{signedMoney(preview.marginChange)}</dd>
      </dl>
      {preview.brokerSays && <p className="border-t border-base-300 pt-2 text-soft">Broker: {preview.brokerSays}</p>}
    </section>
  );
}
