import { DEFAULT_WATCHLIST, watchlistId, withoutSymbol, withSymbols, type Watchlist } from '../account/watchlist.js';
import type { Journal } from '../journal.js';
import { hashed } from '../market/hashed.js';
import { NoteBook } from '../note-book.js';
import { checked, ParameterError, required, symbolsIn } from './parameters.js';
import { content, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { collapsed, listAnswer } from './wire.js';

type Book = NoteBook<'watchlist'>;
const ALL = '/v1/watchlists';
const ONE = `${ALL}/:`;

export function watchlistRoutes(journal: Journal): Route[] {
  const book: Book = new NoteBook('watchlist', journal, [[DEFAULT_WATCHLIST.id, DEFAULT_WATCHLIST.list]]);
  const route = (method: Route['method'], pattern: string, answer: (call: Call, book: Book) => Reply): Route => {
    return { method, pattern, rate: 'standard', answer: checked((call) => answer(call, book)) };
  };
  return [
    route('GET', ALL, () => everyList(book)),
    route('POST', ALL, create),
    route('GET', ONE, (call) => listAnswerOf(found(call, book))),
    route('PUT', ONE, update),
    route('DELETE', ONE, remove),
    route('POST', `${ONE}/symbols`, addSymbols),
    route('DELETE', `${ONE}/symbols/:`, removeSymbol),
  ];
}

function create({ form }: Call, book: Book): Reply {
  const name = required(form, 'name');
  if (book.get(watchlistId(name))) throw new ParameterError('name', 'already exists.');
  return written(book, name, withSymbols({ name, symbols: [] }, symbolsIn(form) ?? []));
}

/** The id follows the name. Symbols take the place of all that were there. */
function update(call: Call, book: Book): Reply {
  const { id, list } = found(call, book);
  const name = required(call.form, 'name');
  const renamed = watchlistId(name);
  if (renamed !== id && book.get(renamed)) throw new ParameterError('name', 'already exists.');
  if (renamed !== id) book.delete(id);
  return written(book, name, withSymbols({ name, symbols: [] }, symbolsIn(call.form) ?? list.symbols));
}

function remove(call: Call, book: Book): Reply {
  book.delete(found(call, book).id);
  return everyList(book);
}

function addSymbols(call: Call, book: Book): Reply {
  const { list } = found(call, book);
  const symbols = symbolsIn(call.form);
  if (!symbols) throw new ParameterError('symbols', 'is required.');
  return written(book, list.name, withSymbols(list, symbols));
}

/** One that is not in it is gone already. */
function removeSymbol(call: Call, book: Book): Reply {
  const { list } = found(call, book);
  return written(book, list.name, withoutSymbol(list, (call.parts[1] ?? '').toUpperCase()));
}

interface Found {
  readonly id: string;
  readonly list: Watchlist;
}

function found({ parts: [id = ''] }: Call, book: Book): Found {
  const list = book.get(id);
  if (!list) throw new ParameterError('watchlist_id');
  return { id, list };
}

function written(book: Book, name: string, list: Watchlist): Reply {
  const id = watchlistId(name);
  book.write(id, list);
  return listAnswerOf({ id, list });
}

function everyList(book: Book): Reply {
  const heads = book.all().map(([id, list]) => head({ id, list }));
  return content(listAnswer('watchlists', 'watchlist', heads, 'null'));
}

function listAnswerOf({ id, list }: Found): Reply {
  const items = list.symbols.map((symbol) => ({ symbol, id: symbol.toLowerCase() }));
  return content({ watchlist: { ...head({ id, list }), ...(items.length === 0 ? {} : { items: { item: collapsed(items) } }) } });
}

function head({ id, list: { name } }: Found): Record<string, string> {
  return { name, id, public_id: `public-${hashed(id).toString(36)}` };
}
