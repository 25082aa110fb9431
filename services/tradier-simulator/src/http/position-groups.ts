import type { PositionGroup } from '../account/position-group.js';
import type { Journal } from '../journal.js';
import { NoteBook } from '../note-book.js';
import { ofAccount } from './accounts.js';
import { checked, ParameterError, required, symbolsIn } from './parameters.js';
import { content, type Reply } from './reply.js';
import type { Call, Route } from './router.js';

type Book = NoteBook<'position-group'>;
const ALL = '/v1/accounts/:/position-groups';
const ONE = `${ALL}/:`;

/** What Tradier answers to a change is not documented: here it is the list as it then is. */
export function positionGroupRoutes(journal: Journal): Route[] {
  const book: Book = new NoteBook('position-group', journal);
  const route = (method: Route['method'], pattern: string, change: (call: Call, book: Book) => void): Route => {
    return { method, pattern, rate: 'standard', answer: ofAccount(checked((call) => (change(call, book), every(book)))) };
  };
  return [
    route('GET', ALL, () => {}),
    route('POST', ALL, ({ form }) => book.write(nextId(book), groupIn(form))),
    route('PUT', ONE, (call) => book.write(idIn(call, book), groupIn(call.form))),
    route('DELETE', ONE, (call) => book.delete(idIn(call, book))),
  ];
}

/** A real list, never folded. */
function every(book: Book): Reply {
  return content({ 'position-groups': book.all().map(([id, { label, symbols }]) => ({ id: Number(id), label, symbols })) });
}

function groupIn(form: Call['form']): PositionGroup {
  const [label, symbols] = [required(form, 'label'), symbolsIn(form)];
  if (!symbols) throw new ParameterError('symbols', 'is required.');
  return { label, symbols };
}

function idIn({ parts: [, id = ''] }: Call, book: Book): string {
  if (!book.get(id)) throw new ParameterError('group_id');
  return id;
}

function nextId(book: Book): string {
  return String(Math.max(0, ...book.all().map(([id]) => Number(id))) + 1);
}
