import type { Writable } from 'node:stream';
import type { Batch } from './batch.js';
import type { Message } from './frame.js';

export interface ViewerLimits {
  /** bytes written and not yet taken by the network: beyond this the viewer is slow */
  readonly slowBytes: number;
  /** facts that may wait for a slow viewer; beyond this it is cut off and starts again from a snapshot */
  readonly waitingFacts: number;
}
const LIMITS: ViewerLimits = { slowBytes: 64 * 1024, waitingFacts: 20_000 };

/**
 * One browser's end of the wire. A fast one gets everything in order. A slow one keeps every fact, and of each state only
 * the newest, until it has drained: so its queue is bounded by what it watches, never by how long it sleeps.
 */
export class Viewer {
  private pending: Message[] = [];
  private facts: Message[] = [];
  private readonly newest = new Map<string, Message>();
  private slow = false;
  private cutOff = false;
  /** states that were replaced by newer ones before they were sent */
  conflated = 0;

  constructor(
    private readonly wire: Writable,
    private readonly limits: ViewerLimits = LIMITS,
  ) {}

  get isSlow(): boolean {
    return this.slow;
  }

  /** messages that wait in memory */
  get waiting(): number {
    return this.pending.length + this.facts.length + this.newest.size;
  }

  offer(message: Message): void {
    if (this.slow) this.setAside(message);
    else this.pending.push(message);
  }

  /** Writes everything that waits in one piece; one that is still busy with the last piece is slow from now on. */
  flush(batch: Batch): void {
    if (this.slow || this.pending.length === 0) return;
    if (this.wire.writableLength > this.limits.slowBytes) return this.wait(batch);
    this.wire.write(batch.of(this.pending));
    this.pending = [];
  }

  private wait(batch: Batch): void {
    this.slow = true;
    for (const message of this.pending) this.setAside(message);
    this.pending = [];
    this.wire.once('drain', () => this.resume(batch));
  }

  private resume(batch: Batch): void {
    this.slow = false;
    this.pending = [...this.facts, ...this.newest.values()];
    this.facts = [];
    this.newest.clear();
    this.flush(batch);
  }

  private setAside(message: Message): void {
    if (this.cutOff) return;
    if (message.replaces !== undefined) {
      if (this.newest.has(message.replaces)) this.conflated += 1;
      this.newest.set(message.replaces, message);
    } else if (this.facts.push(message) > this.limits.waitingFacts) this.cut();
  }

  private cut(): void {
    this.cutOff = true;
    this.facts = [];
    this.newest.clear();
    this.wire.destroy();
  }
}
