import { z } from 'zod';

/** RFC 9457 problem details: what REST answers, and what a refused command carries. */
export const problemField = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string(), value: z.unknown().optional() })).default([]),
});
export type Problem = z.output<typeof problemField>;

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  422: 'Not acceptable',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
};

export function problem(status: number, detail: string, errors: Problem['errors'] = []): Problem {
  return { type: 'about:blank', title: TITLES[status] ?? 'Error', status, detail, errors };
}

/** The words of a form for what the schemas do not put into words themselves: `schema.safeParse(input, { error: plainWords })`. */
export function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'is needed' : `must be a ${issue.expected === 'int' ? 'whole number' : issue.expected}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'too_small') return bound(issue.origin, issue.inclusive ? 'at least' : 'above', String(issue.minimum));
  if (issue.code === 'too_big') return bound(issue.origin, issue.inclusive ? 'at most' : 'below', String(issue.maximum));
  return undefined;
}

function bound(origin: string, relation: string, limit: string): string {
  if (origin === 'string' && relation === 'at least' && limit === '1') return 'must not be empty';
  if (origin === 'string') return `must have ${relation} ${limit} characters`;
  return `must ${origin === 'array' ? 'have' : 'be'} ${relation} ${limit}`;
}

/** Every issue of a failed parse, as field, message and value. */
export function problemOfIssues(error: Pick<z.ZodError, 'issues'>, input: unknown): Problem {
  const errors = error.issues.map((issue) => {
    const field = issue.path.join('.');
    const value = issue.path.reduce<unknown>((at, key) => (at !== null && typeof at === 'object' ? (at as Record<PropertyKey, unknown>)[key] : undefined), input);
    return { field, message: issue.message, ...(value === undefined || typeof value === 'object' ? {} : { value }) };
  });
  return problem(422, errors.map((one) => `${one.field || 'body'}: ${one.message}`).join('; '), errors);
}
