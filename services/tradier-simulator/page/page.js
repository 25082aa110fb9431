/** The page of the simulator: reads its state every two seconds, and sends what a person asks for, with the token. */
const EVERY_MS = 2000;
const FAULTS = '/v1/simulator/faults';

const at = (id) => document.getElementById(id);
const said = at('said');
const token = at('token');
token.value = sessionStorage.getItem('token') ?? '';
token.addEventListener('change', () => sessionStorage.setItem('token', token.value));

/** @param {string} tag @param {...(string | Node)} inside */
function element(tag, ...inside) {
  const made = document.createElement(tag);
  made.append(...inside);
  return made;
}

const row = (...cells) => element('tr', ...cells.map((cell) => element('td', String(cell))));

/** What the simulator says of it is shown, good or bad. */
async function send(method, path, body) {
  const response = await fetch(path, { method, headers: { authorization: `Bearer ${token.value}` }, ...(body ? { body: JSON.stringify(body) } : {}) }).catch(() => undefined);
  const told = await response?.json().catch(() => ({}));
  said.classList.toggle('wrong', !response?.ok);
  said.textContent = response?.ok ? 'Done.' : response?.status === 401 ? 'The token is not the right one.' : (wordsOf(told) ?? 'The simulator does not answer.');
  await show();
}

function wordsOf(told) {
  if (told?.error) return `Not done: ${told.error}.`;
  return told?.rule ? `Not done: ${told.field} ${told.value ?? ''} ${told.rule}.` : undefined;
}

async function show() {
  const state = await fetch('/v1/simulator')
    .then((response) => response.json())
    .catch(() => undefined);
  if (!state) {
    said.classList.add('wrong');
    said.textContent = 'The simulator does not answer.';
    return;
  }
  const source = state.market === 'replay' ? `recorded days, ${state.from} to ${state.to}` : 'made from a seed';
  const symbols = `${state.symbols.length}: ${state.symbols.slice(0, 12).join(', ')}${state.symbols.length > 12 ? ' …' : ''}`;
  const facts = {
    Prices: source,
    State: `${state.state}${state.paced ? ', waits for its listener' : ''}`,
    Speed: state.speed,
    'Market time': new Date(state.time).toLocaleString('en-US', { timeZone: 'America/New_York', dateStyle: 'medium', timeStyle: 'medium' }) + ' in New York',
    Symbols: symbols,
    Refusals: `${state.rejects === 'sync' ? 'at once' : 'after the ok'}; price of a fill late by ${state.priceLag} ms`,
    Fingerprint: state.fingerprint,
  };
  at('market').replaceChildren(...Object.entries(facts).flatMap(([name, value]) => [element('dt', name), element('dd', String(value))]));
  at('calls').replaceChildren(...Object.entries(state.calls).map(([name, { total, allowed }]) => row(name, total, allowed)));
  at('orders').replaceChildren(...state.orders.map(({ id, what, status, changed }) => row(id, what, status, changed.slice(0, 19).replace('T', ' '))));
  showFaults(state.faults);
}

function showFaults({ schedule, active, counts }) {
  at('scheduled').textContent = schedule ? `By themselves: seed ${schedule.seed}, ${schedule.rate * 100} % of calls.` : '';
  at('struck').replaceChildren(...Object.entries(counts).map(([kind, count]) => row(kind, count)));
  const focused = document.activeElement?.closest('#armed') ? document.activeElement.dataset.id : undefined;
  at('armed').replaceChildren(
    ...active.map(({ id, fault, struck }) => {
      const disarm = element('button', 'Disarm');
      disarm.dataset.id = id;
      disarm.setAttribute('aria-label', `Disarm ${fault.kind}, number ${id}`);
      disarm.addEventListener('click', () => void send('DELETE', `${FAULTS}/${id}`));
      const { parameters } = fault;
      return element('li', `${fault.kind}: struck ${struck} of ${parameters.times ?? 'what comes'}`, disarm);
    }),
  );
  if (focused) at('armed').querySelector(`[data-id="${focused}"]`)?.focus();
}

/** Fields are made from the schema of the kind's parameters. */
function fieldOf([name, { type, enum: words, const: only, anyOf, default: usual, description, minimum, maximum }]) {
  if (only !== undefined) return [];
  const input = words ? element('select', ...(usual === undefined ? [element('option', '')] : []), ...words.map((word) => element('option', String(word)))) : element('input');
  input.name = name;
  if (words && usual !== undefined) input.value = usual;
  else if (!words) input.placeholder = usual ?? '';
  if (!words && (type === 'integer' || type === 'number')) Object.assign(input, { type: 'number', step: type === 'integer' ? '1' : 'any', min: minimum ?? '', max: maximum ?? '' });
  if (anyOf && input.placeholder) input.placeholder = `${usual}, or unlimited`;
  return [element('label', description ? `${name}: ${description}` : name, input)];
}

/** Only what was filled in; numbers as numbers. */
function filled(form) {
  const entries = [...new FormData(form)].filter(([, value]) => value !== '');
  return Object.fromEntries(entries.map(([name, value]) => [name, value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value]));
}

/** @param {string} id @param {(form: HTMLFormElement, pressed: HTMLButtonElement) => unknown} act */
function onSubmit(id, act) {
  at(id).addEventListener('submit', (event) => {
    event.preventDefault();
    void act(event.target, event.submitter);
  });
}

onSubmit('time', (form, pressed) => {
  const action = pressed?.value ?? 'speed';
  const { speed } = filled(form);
  void send('POST', '/v1/simulator/replay', { action, ...(action === 'speed' ? { speed } : {}) });
});
onSubmit('behaviour', async (form) => {
  const { rejects, priceLag } = filled(form);
  await send('POST', '/v1/simulator/replay', { action: 'rejects', rejects });
  if (priceLag !== undefined) await send('POST', '/v1/simulator/replay', { action: 'price-lag', ms: priceLag });
});
onSubmit('fault', (form) => void send('POST', FAULTS, filled(form)));
onSubmit('schedule', (form) => void send('POST', FAULTS, { schedule: filled(form) }));
at('clear').addEventListener('click', () => void send('DELETE', FAULTS));

const { kinds } = await (await fetch(`${FAULTS}/kinds`)).json();
const chosen = () => {
  const kind = kinds.find((each) => each.kind === at('kind').value);
  at('words').textContent = kind.words;
  at('parameters').replaceChildren(...Object.entries(kind.parameters.properties).flatMap(fieldOf));
};
at('kind').replaceChildren(...kinds.map(({ kind }) => element('option', kind)));
at('kind').addEventListener('change', chosen);
chosen();
await show();
setInterval(() => void show(), EVERY_MS);
