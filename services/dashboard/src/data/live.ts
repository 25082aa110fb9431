import type { BrowserFrame } from '@sofi/contracts';
import { useEffect } from 'react';
import { arrivalOf } from '../logic/age.js';
import type { Account, Alert, BarTick, Decision, FeedStatus, Heartbeat, OrderEvent, QuoteTick, SymbolFeed, TradeTick } from '../wire.js';
import { alerted, tick, trusted, useLive } from './live-store.js';
import { queryClient, soon } from './query-client.js';
import { LiveSocket } from './socket.js';
import { toast } from './toasts.js';
import { eventWords, sideWord } from '../logic/order-words.js';

export const socket = new LiveSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
socket.watch((link) => {
  const before = useLive.getState().link;
  useLive.setState({ link });
  // What happened while the line was down is asked for once; a session that has ended shows itself the same way.
  if (link.state === 'open' && before.state === 'lost') void queryClient.invalidateQueries();
});

/** What travels on each kind of channel. */
interface Payloads {
  quote: TradeTick | QuoteTick | SymbolFeed;
  candle: BarTick;
  decision: Decision;
  orders: OrderEvent;
  account: Account;
  alerts: Alert;
  system: FeedStatus | Heartbeat;
}

/** A snapshot is an array of what is current, a change is one payload, a refused channel has none. */
function payloads<K extends keyof Payloads>(_kind: K, frame: BrowserFrame): readonly Payloads[K][] {
  if (frame.error !== undefined) return [];
  return (frame.snapshot ? frame.data : [frame.data]) as Payloads[K][];
}

function onQuote(frame: BrowserFrame): void {
  const now = Date.now();
  for (const event of payloads('quote', frame)) {
    if ('state' in event) trusted(event);
    else tick(event, frame.snapshot ? arrivalOf(event.receivedTime, now) : now);
  }
}

/** Orders move money: what they change is asked for again, together, shortly after the last of a burst. */
function onOrders(frame: BrowserFrame): void {
  if (frame.snapshot) return;
  soon(['orders'], ['trades'], ['strategies'], ['positions']);
  for (const event of payloads('orders', frame)) announce(event);
}

function announce(event: OrderEvent): void {
  void queryClient.invalidateQueries({ queryKey: ['order', event.orderId] });
  if (event.type !== 'filled' && event.type !== 'rejected' && event.type !== 'refused' && event.type !== 'outcome_unknown') return;
  const { title, detail } = eventWords(event);
  const symbol = event.type === 'filled' ? `${sideWord(event.fill.side)} ${event.fill.symbol}` : 'order' in event ? event.order.symbol : event.orderId;
  toast(event.type === 'filled' ? 'good' : 'bad', `${symbol}: ${title}`, event.type === 'filled' ? '' : detail);
}

function onSystem(frame: BrowserFrame): void {
  for (const message of payloads('system', frame)) {
    if ('state' in message) useLive.setState({ feed: message, feedHeardAt: Date.now() });
    else if ('marketTime' in message) onHeartbeat(message);
  }
}

function onHeartbeat({ service, marketTime }: Heartbeat): void {
  if (service === 'market-data') useLive.setState({ feedHeardAt: Date.now() });
  useLive.setState((state) => (marketTime > state.marketTime ? { marketTime } : state));
}

function onAlerts(frame: BrowserFrame): void {
  const alerts = payloads('alerts', frame);
  alerted(alerts);
  if (frame.snapshot) return;
  for (const alert of alerts) toast(alert.severity === 'info' ? 'info' : 'bad', alert.what, alert.whatToDo);
}

/** The channels that every page lives on. */
export function useCommonChannels(): void {
  useEffect(() => {
    socket.start();
    const ends = [
      socket.subscribe('orders', onOrders),
      socket.subscribe('positions', () => soon(['positions'])),
      socket.subscribe('account', (frame) => payloads('account', frame).forEach((account) => useLive.setState({ account }))),
      socket.subscribe('alerts', onAlerts),
      socket.subscribe('system', onSystem),
    ];
    return () => {
      for (const end of ends) end();
      socket.stop();
    };
  }, []);
}

/** Live prices of these symbols, as long as the caller is on the page. */
export function useQuoteChannels(symbols: readonly string[]): void {
  const key = symbols.join(' ');
  useEffect(() => {
    const ends = key
      .split(' ')
      .filter(Boolean)
      .map((symbol) => socket.subscribe(`quote:${symbol}`, onQuote));
    return () => ends.forEach((end) => end());
  }, [key]);
}

/** Calls back with what a channel says, `candle` `1m:AAPL` or `decision` `12`; `onPayloads` must keep its identity. */
export function useChannel<K extends 'candle' | 'decision'>(kind: K, of: string, onPayloads: (said: readonly Payloads[K][]) => void): void {
  useEffect(() => socket.subscribe(`${kind}:${of}`, (frame) => onPayloads(payloads(kind, frame))), [kind, of, onPayloads]);
}
