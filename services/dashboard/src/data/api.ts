import type { FieldError } from '../wire.js';

/** A refusal or failure in words; `status` 0 means that no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors: readonly FieldError[] = [],
  ) {
    super(message);
  }
}

/** Kept from `auth/me`; every request that changes something must carry it. */
let csrfToken = '';
export function keepCsrfToken(token: string): void {
  csrfToken = token;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
const TIMEOUT_MS = 20_000;

async function call<T>(method: Method, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await answerOf(method, path, body, headers);
  const text = await response.text();
  if (!response.ok) throw problemOf(response, text);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function answerOf(method: Method, path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(`/api/v1/${path}`, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'x-csrf-token': csrfToken }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    const slow = error instanceof DOMException && error.name === 'TimeoutError';
    throw new ApiError(0, slow ? `The server did not answer within ${TIMEOUT_MS / 1000} s.` : 'The server cannot be reached.');
  }
}

/** Problem details say what is wrong; anything else that is not an answer (a proxy's page) is told by its status. */
function problemOf(response: Response, text: string): ApiError {
  try {
    const { detail, title, errors } = JSON.parse(text) as { detail?: string; title?: string; errors?: FieldError[] };
    return new ApiError(response.status, detail || title || `The server answered ${response.status}.`, errors ?? []);
  } catch {
    return new ApiError(response.status, `The server answered ${response.status} ${response.statusText}`.trim());
  }
}

export const api = {
  get: <T>(path: string) => call<T>('GET', path),
  post: <T>(path: string, body: unknown = {}, headers?: Record<string, string>) => call<T>('POST', path, body, headers),
  put: <T>(path: string, body: unknown) => call<T>('PUT', path, body),
  delete: <T>(path: string) => call<T>('DELETE', path),
};

/** The words of whatever was thrown. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
