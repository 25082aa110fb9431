import type { StreamRung } from './feed-ladder.js';
import { FrameSplitter } from './frame-splitter.js';
import type { OpenStream, StreamConnection } from './stream-connection.js';
import type { KeptSession } from './stream-session.js';

export interface LineEvents {
  opened(line: StreamLine): void;
  texts(line: StreamLine, texts: readonly string[]): void;
  ended(line: StreamLine, reason: string): void;
}

/** One connection in use: what it was asked for, and what came of it. Nothing is told of it any more after its end. */
export class StreamLine {
  /** resolves when its connection is really gone */
  readonly gone: Promise<void>;
  /** on our clock, ms; 0 until it is open */
  openedAt = 0;
  /** something of the market has come on it */
  heard = false;
  /** it ends by our own wish: that says nothing of its rung */
  excused = false;
  readonly #splitter = new FrameSplitter();
  readonly #connection: StreamConnection;
  #over = false;

  constructor(
    readonly rung: StreamRung,
    /** replaced together with the list, where it has become too old */
    public session: KeptSession,
    public symbols: readonly string[],
    open: OpenStream,
    private readonly events: LineEvents,
  ) {
    let gone = () => {};
    this.gone = new Promise((resolve) => (gone = resolve));
    this.#connection = open(session, symbols, {
      opened: () => this.#over || events.opened(this),
      frame: (text) => this.#frame(text),
      ended: (reason) => {
        gone();
        this.#end(reason);
      },
    });
  }

  /** pieces that were no JSON texts, given up so far */
  get dropped(): number {
    return this.#splitter.dropped;
  }

  send(text: string): boolean {
    return this.#connection.send(text);
  }

  /** False where that takes a new connection. */
  subscribe(session: KeptSession, symbols: readonly string[]): boolean {
    if (!this.#connection.subscribe(session, symbols)) return false;
    this.session = session;
    this.symbols = symbols;
    return true;
  }

  /** Gives it up; it counts as ended at once. */
  drop(reason: string): void {
    this.#connection.close(reason);
    this.#end(reason);
  }

  #frame(text: string): void {
    if (this.#over) return;
    const texts = this.#splitter.split(text);
    if (texts.length > 0) this.events.texts(this, texts);
  }

  #end(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.events.ended(this, reason);
  }
}
