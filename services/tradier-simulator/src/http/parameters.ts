import { atNewYork, RuleError, shiftDate } from '@sofi/domain';
import type { Form } from '../account/form-fields.js';
import { invalidParameter, type Reply } from './reply.js';
import type { Call } from './router.js';

/** What was sent can not be used; {@link checked} says so in Tradier's words. */
export class ParameterError extends Error {
  constructor(
    readonly parameter: string,
    readonly rule?: string,
  ) {
    super(`${parameter}: ${rule ?? 'is not valid.'}`);
  }
}

/** The route's answer, or 400 for the parameter that it could not read. */
export function checked(answer: (call: Call) => Reply): (call: Call) => Reply {
  return (call) => {
    try {
      return answer(call);
    } catch (error) {
      return refused(error);
    }
  };
}

/** {@link checked} for an answer that takes its time. */
export function checkedInTime(answer: (call: Call) => Promise<Reply>): (call: Call) => Promise<Reply> {
  return (call) => answer(call).catch(refused);
}

function refused(error: unknown): Reply {
  if (error instanceof ParameterError) return invalidParameter(error.parameter, error.rule);
  throw error;
}

export function required(form: Form, name: string): string {
  const value = form.get(name)?.trim() ?? '';
  if (value === '') throw new ParameterError(name, 'is required.');
  return value;
}

/** Booleans are written out; absent or empty is false. */
export function flag(form: Form, name: string): boolean {
  return choice(form, name, ['true', 'false'], 'false') === 'true';
}

/** One of these words. */
export function choice<const T extends string>(form: Form, name: string, allowed: readonly T[], otherwise: T): T {
  const value = form.get(name) ?? '';
  const found = value === '' ? otherwise : allowed.find((each) => each === value);
  if (found === undefined) throw new ParameterError(name);
  return found;
}

/** Comma-separated, without the empty ones; undefined where nothing was sent. */
export function listed(form: Form, name: string): string[] | undefined {
  const members = (form.get(name) ?? '')
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
  return members.length === 0 ? undefined : members;
}

/** `symbols` in capitals: shares and options as they may be called, traded or not. */
export function symbolsIn(form: Form): string[] | undefined {
  const symbols = listed(form, 'symbols')?.map((symbol) => symbol.toUpperCase());
  if (symbols?.some((symbol) => !/^[A-Z][A-Z0-9/.]{0,20}$/.test(symbol))) throw new ParameterError('symbols');
  return symbols;
}

export function wholeFrom(form: Form, name: string, [least, most]: readonly [number, number], otherwise: number): number {
  const value = form.get(name) ?? '';
  if (value === '') return otherwise;
  if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most) throw new ParameterError(name);
  return Number(value);
}

/** A New York day, `YYYY-MM-DD`; `otherwise` where none was sent. */
export function dayFrom(form: Form, name: string, otherwise: string): string {
  const value = form.get(name) ?? '';
  return value === '' ? otherwise : orInvalid(name, () => shiftDate(value, 0));
}

/** `2019-05-09 09:30`, or the day alone, in New York → ms. */
export function momentFrom(form: Form, name: string, otherwise: number): number {
  const value = form.get(name)?.trim() ?? '';
  if (value === '') return otherwise;
  const [date = '', time = '00:00'] = value.split(/[ T]/);
  return orInvalid(name, () => atNewYork(date, time.slice(0, 5)));
}

function orInvalid<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RuleError) throw new ParameterError(name);
    throw error;
  }
}
