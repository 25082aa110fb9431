import { dateOf, timeOfDay } from '@sofi/domain';

/** Tradier's lists: of one member the member itself, of none what the endpoint says instead. */
export function collapsed<T>(members: readonly T[]): T | readonly T[] {
  const [only] = members;
  return members.length === 1 && only !== undefined ? only : members;
}

/** `{name: {member: …}}`, or `{name: empty}` where there is none. Some endpoints say null, some the text "null". */
export function listAnswer(name: string, member: string, members: readonly unknown[], empty: null | 'null'): Record<string, unknown> {
  return { [name]: members.length === 0 ? empty : { [member]: collapsed(members) } };
}

export function isoTime(time: number): string {
  return new Date(time).toISOString();
}

/** New York's wall clock without a zone, `2019-05-09T09:30:00`. */
export function newYorkTime(time: number): string {
  return `${dateOf(time)}T${timeOfDay(time)}:${new Date(time).toISOString().slice(17, 19)}`;
}
