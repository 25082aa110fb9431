import { PASSWORD } from './running-stack.js';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
}

/** The REST face as a signed-in browser uses it: cookie, CSRF token, JSON. */
export class ApiClient {
  private constructor(
    private readonly url: string,
    private readonly cookie: string,
    private readonly csrfToken: string,
  ) {}

  static async signIn(url: string): Promise<ApiClient> {
    const answer = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: PASSWORD }),
    });
    if (answer.status !== 204) throw new Error(`login: ${answer.status} ${await answer.text()}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const me = await fetch(`${url}/api/v1/auth/me`, { headers: { cookie } });
    return new ApiClient(url, cookie, ((await me.json()) as { csrfToken: string }).csrfToken);
  }

  /** The headers that say who asks, for a request that is made by hand. */
  get identity(): Record<string, string> {
    return { cookie: this.cookie, 'x-csrf-token': this.csrfToken };
  }

  get<T>(path: string): Promise<Answer<T>> {
    return this.call<T>('GET', path);
  }

  post<T>(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.call<T>('POST', path, body, headers);
  }

  delete<T>(path: string): Promise<Answer<T>> {
    return this.call<T>('DELETE', path);
  }

  private async call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { ...this.identity, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }
}
