import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api, ApiError } from '../data/api.js';
import { useLive, useQuote } from '../data/live-store.js';
import { soon } from '../data/query-client.js';
import { useMode } from '../data/session.js';
import { closeTicket, newIdempotencyKey, useTicket } from '../data/ticket-store.js';
import { byField } from '../logic/schema-form.js';
import type { LiveQuote } from '../logic/live-quote.js';
import { sideWord } from '../logic/order-words.js';
import { bodyOf, draftErrors, type TicketDraft } from '../logic/ticket-draft.js';
import type { Placed, Preview, Side } from '../wire.js';
import { Drawer } from './dialog.js';
import { Age } from './now.js';
import { Change, LivePrice } from './numbers.js';
import { TicketFields } from './ticket-fields.js';
import { TicketPreview } from './ticket-preview.js';
import { TicketResult } from './ticket-result.js';

export function Ticket() {
  const ticket = useTicket((state) => state.ticket);
  return ticket ? <OpenTicket key={`${ticket.symbol} ${ticket.side}`} {...ticket} /> : null;
}

const emptyDraft = (symbol: string, side: Side): TicketDraft => ({ symbol, side, quantity: '10', type: 'market', limitPrice: '', stopPrice: '', duration: 'day' });

function OpenTicket({ symbol, side }: { symbol: string; side: Side }) {
  const quote = useQuote(symbol);
  const [draft, setDraft] = useState(() => emptyDraft(symbol, side));
  const sent = useTicketRequests(draft);
  const mistakes = draftErrors(draft);
  const said = sent.error instanceof ApiError ? byField(sent.error.errors) : {};
  const change = (part: Partial<TicketDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    sent.startOver();
  };
  return (
    <Drawer title={`${sideWord(draft.side)} ${symbol}`} lead={quote?.description} onClose={closeTicket}>
      <div className="flex flex-1 flex-col gap-4 overflow-y-auto px-5 py-4">
        <div className="flex items-baseline justify-between gap-3">
          <span className="flex items-baseline gap-3">
            <LivePrice price={quote?.last} symbol={`${symbol}-ticket`} className="text-2xl font-semibold" />
            <Change quote={quote} />
          </span>
          <Age quote={quote} />
        </div>
        {!sent.placed && <FeedWarning quote={quote} />}
        {sent.placed ? (
          <TicketResult placed={sent.placed} another={() => change({})} />
        ) : (
          <TicketFields draft={draft} change={change} mistakes={mistakes} said={said} quote={quote} disabled={sent.busy} />
        )}
        {!sent.placed && sent.preview && <TicketPreview preview={sent.preview} draft={draft} />}
        {!sent.placed && sent.error && <Trouble error={sent.error} unclear={sent.unclear} />}
      </div>
      {!sent.placed && <Buttons draft={draft} ready={Object.keys(mistakes).length === 0} sent={sent} />}
    </Drawer>
  );
}

/**
 * Preview and placing of one draft. The key is made with the ticket and stays until the content changes: pressing
 * Confirm again after a time-out asks for the same order, never for a second one.
 */
function useTicketRequests(draft: TicketDraft) {
  const [key, setKey] = useState(newIdempotencyKey);
  const sending = useRef(false);
  const preview = useMutation({ mutationFn: () => api.post<Preview>('orders/preview', bodyOf(draft)) });
  const place = useMutation({
    mutationFn: () => api.post<Placed>('orders', bodyOf(draft), { 'Idempotency-Key': key }),
    onSettled: () => {
      sending.current = false;
      soon(['orders'], ['positions']);
    },
  });
  return {
    preview: preview.data,
    placed: place.data,
    error: place.error ?? preview.error,
    unclear: place.error instanceof ApiError && (place.error.status === 0 || place.error.status >= 500),
    busy: preview.isPending || place.isPending,
    ask: () => {
      place.reset();
      preview.mutate();
    },
    confirm: () => {
      if (sending.current) return;
      sending.current = true;
      place.mutate();
    },
    startOver: () => {
      setKey(newIdempotencyKey());
      preview.reset();
      place.reset();
    },
  };
}

const DOUBTFUL = new Set(['stale', 'halted', 'connecting', 'polling']);

/** Before the gate says so: a new position on such prices is refused, a way out never. */
function FeedWarning({ quote }: { quote: LiveQuote | undefined }) {
  const feed = quote?.feed;
  if (!feed || !DOUBTFUL.has(feed.state)) return null;
  return (
    <p role="status" data-testid="ticket-feed-warning" className="rounded-field bg-warning/15 px-3 py-2 text-[13px] text-warning">
      These prices are {feed.state}: {feed.reason}.{' '}
      {feed.state === 'polling' ? 'They are read now and then and may be old.' : 'A new position will be refused; a position can always be closed.'}
    </p>
  );
}

function Trouble({ error, unclear }: { error: Error; unclear: boolean }) {
  return (
    <div role="alert" data-testid="ticket-error" className="rounded-field bg-error/10 px-3 py-2 text-[13px] text-error">
      {error.message}
      {unclear && <p className="mt-1">Whether the order was taken is not known. Confirm again asks for the same order; it cannot become a second one.</p>}
    </div>
  );
}

function Buttons({ draft, ready, sent }: { draft: TicketDraft; ready: boolean; sent: ReturnType<typeof useTicketRequests> }) {
  const live = useMode() === 'live';
  const power = useLive((state) => state.account?.buyingPower);
  const words = useMemo(() => `${sideWord(draft.side)} ${draft.quantity} ${draft.symbol}`, [draft]);
  const refused = sent.preview !== undefined && !sent.preview.gate.approved;
  const armed = useArmed(sent.preview !== undefined && !refused);
  return (
    <footer className="flex flex-col gap-2 border-t border-base-300 px-5 py-4 pb-[max(1rem,env(safe-area-inset-bottom))]" data-buying-power={power}>
      {live && <p className="text-xs font-medium text-error">Live account: this order uses real money.</p>}
      {sent.preview && !refused ? (
        <button
          key="confirm"
          type="button"
          data-testid="ticket-confirm"
          className={`btn ${live ? 'btn-error' : 'btn-primary'}`}
          disabled={sent.busy || !armed}
          onClick={sent.confirm}
        >
          {sent.busy ? <span className="loading loading-spinner loading-xs" /> : null} Confirm: {words}
        </button>
      ) : (
        <button key="preview" type="button" data-testid="ticket-preview" className="btn btn-primary" disabled={!ready || sent.busy} onClick={sent.ask}>
          {sent.busy ? <span className="loading loading-spinner loading-xs" /> : null} {refused ? 'Preview again' : 'Preview order'}
        </button>
      )}
    </footer>
  );
}

const ARMING_MS = 400;

/** Confirm comes up where Preview was: the second click of a double click must not send the order. */
function useArmed(ready: boolean): boolean {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    setArmed(false);
    const timer = ready ? window.setTimeout(() => setArmed(true), ARMING_MS) : undefined;
    return () => window.clearTimeout(timer);
  }, [ready]);
  return armed;
}
