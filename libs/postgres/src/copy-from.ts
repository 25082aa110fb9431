import { once } from 'node:events';
import type { Connection, Submittable } from 'pg';

/** What the driver has for COPY beyond its published types. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/**
 * One `COPY … FROM STDIN`, to be handed to `client.query`: the statement, then the text as fast as the server takes it. `done` answers how many rows were
 * copied. Where the source throws, or the server refuses a row, nothing is copied and `done` rejects with that error; the connection can be used again.
 * The methods are called by the driver, by the messages of Postgres's protocol.
 */
export class CopyFrom implements Submittable {
  readonly done: Promise<number>;
  private resolve!: (rows: number) => void;
  private reject!: (error: unknown) => void;
  private rows = 0;
  private failure: unknown;
  private refused = false;

  /** @param chunks lines of COPY's text format, any number of them in a chunk; 64 kB is a good size */
  constructor(
    private readonly statement: string,
    private readonly chunks: Iterable<string>,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(connection: Connection): void {
    connection.query(this.statement);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    this.send(connection).catch((error: unknown) => {
      this.failure = error;
      connection.sendCopyFail(String(error));
    });
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.rows = Number(text.split(' ').at(-1));
  }

  handleReadyForQuery(): void {
    if (this.failure === undefined) this.resolve(this.rows);
    else this.reject(this.failure);
  }

  /** Of the server, which says that it is ready after it; or of the driver, whose connection is gone. */
  handleError(error: unknown): void {
    this.refused = true;
    this.failure ??= error;
    this.reject(this.failure);
  }

  private async send(connection: CopyConnection): Promise<void> {
    for (const chunk of this.chunks) {
      if (this.refused) return;
      connection.sendCopyFromChunk(Buffer.from(chunk));
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
    }
    connection.endCopyFrom();
  }
}
