import type { FieldError } from '../wire.js';

/** One input of a form, as a JSON Schema property says it. */
export interface FormField {
  readonly name: string;
  readonly kind: 'integer' | 'number' | 'boolean' | 'choice' | 'text';
  readonly title: string;
  readonly description: string;
  readonly initial: string;
  readonly choices: readonly string[];
  readonly minimum: number | undefined;
  /** the value itself is out of range, only what lies above is in */
  readonly above: number | undefined;
  readonly maximum: number | undefined;
  readonly below: number | undefined;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const numberAt = (schema: Json, key: string) => (typeof schema[key] === 'number' ? schema[key] : undefined);
const textAt = (schema: Json, key: string) => (typeof schema[key] === 'string' ? schema[key] : undefined);

/** The fields in the order in which the schema names them. */
export function fieldsOf(schema: Json): FormField[] {
  const properties = schema['properties'];
  return isObject(properties) ? Object.entries(properties).flatMap(([name, property]) => (isObject(property) ? [fieldOf(name, property)] : [])) : [];
}

function fieldOf(name: string, property: Json): FormField {
  const choices = Array.isArray(property['enum']) ? property['enum'].map(String) : [];
  const initial = property['default'];
  return {
    name,
    kind: choices.length > 0 ? 'choice' : kindOf(textAt(property, 'type')),
    title: textAt(property, 'title') ?? titleOf(name),
    description: textAt(property, 'description') ?? '',
    initial: textOf(initial) ?? choices[0] ?? '',
    choices,
    minimum: sane(numberAt(property, 'minimum')),
    above: numberAt(property, 'exclusiveMinimum'),
    maximum: sane(numberAt(property, 'maximum')),
    below: numberAt(property, 'exclusiveMaximum'),
  };
}

/** What an input can hold; anything else has no place in one. */
const textOf = (value: unknown) => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined);

/** An integer schema carries the largest safe integer as its bound where it has none of its own; nobody wants to read that. */
const sane = (bound: number | undefined) => (bound !== undefined && Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound);

function kindOf(type: string | undefined): FormField['kind'] {
  if (type === 'integer' || type === 'number' || type === 'boolean') return type;
  return 'text';
}

/** `fastPeriod` → `Fast period` */
export function titleOf(name: string): string {
  const words = name
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `1 to 50`, `above 0, at most 100`; empty where everything goes. */
export function rangeWords(field: FormField): string {
  const low = field.minimum !== undefined ? `at least ${field.minimum}` : field.above !== undefined ? `above ${field.above}` : '';
  const high = field.maximum !== undefined ? `at most ${field.maximum}` : field.below !== undefined ? `below ${field.below}` : '';
  if (field.minimum !== undefined && field.maximum !== undefined) return `${field.minimum} to ${field.maximum}`;
  return [low, high].filter(Boolean).join(', ');
}

/** What is wrong with the text in a field, in words, or undefined. */
export function complaint(field: FormField, text: string): string | undefined {
  if (field.kind === 'boolean') return undefined;
  if (field.kind === 'choice') return field.choices.includes(text) ? undefined : `must be one of ${field.choices.join(', ')}`;
  if (field.kind === 'text') return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return 'must be a number';
  if (field.kind === 'integer' && !Number.isInteger(value)) return 'must be a whole number';
  const outside =
    (field.minimum !== undefined && value < field.minimum) ||
    (field.above !== undefined && value <= field.above) ||
    (field.maximum !== undefined && value > field.maximum) ||
    (field.below !== undefined && value >= field.below);
  return outside ? `must be ${rangeWords(field)}` : undefined;
}

/** The typed value of a field whose text has no complaint. */
export function valueOf(field: FormField, text: string): unknown {
  if (field.kind === 'boolean') return text === 'true';
  return field.kind === 'integer' || field.kind === 'number' ? Number(text) : text;
}

export type Texts = Readonly<Record<string, string>>;

/** Stored values where there are any, defaults elsewhere, as the texts that the inputs hold. */
export function textsOf(fields: readonly FormField[], stored: Json = {}): Texts {
  return Object.fromEntries(fields.map((field) => [field.name, textOf(stored[field.name]) ?? field.initial]));
}

export const valuesOf = (fields: readonly FormField[], texts: Texts): Json => Object.fromEntries(fields.map((field) => [field.name, valueOf(field, texts[field.name] ?? '')]));

export function complaints(fields: readonly FormField[], texts: Texts, prefix: string): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const wrong = complaint(field, texts[field.name] ?? '');
      return wrong ? [[`${prefix}.${field.name}`, wrong]] : [];
    }),
  );
}

/** The server's complaints by the place where they belong; `draft.parameters.oversold` and `parameters.oversold` are the same place. */
export function byField(errors: readonly FieldError[]): Record<string, string> {
  return Object.fromEntries(errors.map((error) => [error.field.replace(/^(draft|body)\./, ''), error.message]));
}

/** The server's word on one field: said with or without the group that the form shows it in. */
export function serverWord(found: Readonly<Record<string, string>>, group: string, name: string): string | undefined {
  return found[`${group}.${name}`] ?? found[name];
}
