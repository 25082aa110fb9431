import type { Reply } from './reply.js';
import type { SimulatorState } from './control.js';

export function html(markup: string): Reply {
  return { kind: 'html', status: 200, html: markup };
}

/** For a person who opens the address in a browser. */
export function page(state: SimulatorState): string {
  const source = state.market === 'replay' ? `recorded days are replayed (${state.from} to ${state.to ?? ''})` : 'prices are made up from a seed; no real market moves here';
  const rows = [
    ['Market', `${state.market}: ${source}`],
    ['State', `${state.state}, speed ${state.speed}${state.paced ? ', waits for its listener' : ''}`],
    ['Market time', state.time],
    ['Symbols', `${state.symbols.length}: ${state.symbols.slice(0, 12).join(', ')}${state.symbols.length > 12 ? ' …' : ''}`],
    ['Fingerprint', state.fingerprint],
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tradier simulator</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}
td{padding:.3rem 1rem .3rem 0;vertical-align:top}td:first-child{color:gray}code{background:#8883;padding:0 .3rem;border-radius:3px}
strong{background:#b45309;color:#fff;padding:.1rem .5rem;border-radius:4px}</style></head>
<body><h1>Tradier simulator <strong>simulated</strong></h1>
<p>A local stand-in for the Tradier brokerage API. No money, no account and no real market is behind it: every answer carries
<code>X-Simulated-Market: true</code>.</p>
<table>${rows.map(([name, value]) => `<tr><td>${name}</td><td>${escaped(value ?? '')}</td></tr>`).join('')}</table>
<p>REST is under <code>/v1</code>, the market stream at <code>/v1/markets/events</code>, this state as JSON at <a href="/v1/simulator"><code>/v1/simulator</code></a>.
<code>POST /v1/simulator/replay</code> with <code>{"action":"start"}</code>, <code>"pause"</code> or <code>"speed"</code> controls time.</p></body></html>
`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
