import { StringDecoder } from 'node:string_decoder';
import { Client } from 'undici';
import type { ConnectionEvents } from './stream-connection.js';

export interface HttpStreamOptions {
  readonly url: string;
  /** sent as a form: the session is in no address, and a long list fits */
  readonly form: Readonly<Record<string, string>>;
  /** ms until connected, and until the answer begins */
  readonly connect: number;
}

/** One HTTP answer that does not end. Nothing can be said on it: a new list of symbols takes a new one. */
export class HttpConnection {
  readonly #client: Client;
  readonly #stop = new AbortController();
  #reason = 'the stream was closed';

  constructor({ url, form, connect }: HttpStreamOptions, events: ConnectionEvents) {
    const { origin, pathname } = new URL(url);
    // quiet symbols may say nothing for a long time: who counts the expected events decides, not the transport
    this.#client = new Client(origin, { connect: { timeout: connect }, headersTimeout: connect, bodyTimeout: 0 });
    void this.#listen(pathname, form, events);
  }

  close(reason: string): void {
    this.#reason = reason;
    this.#stop.abort();
  }

  async #listen(path: string, form: Readonly<Record<string, string>>, events: ConnectionEvents): Promise<void> {
    try {
      await this.#read(path, form, events);
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#reason = error instanceof Error ? error.message : 'the stream broke';
    }
    await this.#client.destroy();
    events.ended(this.#reason);
  }

  async #read(path: string, form: Readonly<Record<string, string>>, events: ConnectionEvents): Promise<void> {
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
    const { statusCode, body } = await this.#client.request({ method: 'POST', path, headers, body: new URLSearchParams(form).toString(), signal: this.#stop.signal });
    if (statusCode !== 200) {
      this.#reason = `the stream was refused with ${statusCode}: ${(await body.text()).slice(0, 300)}`;
      return;
    }
    events.opened();
    // a character may be cut in two by the chunks
    const decoder = new StringDecoder('utf8');
    for await (const chunk of body) events.frame(decoder.write(chunk as Buffer));
  }
}
