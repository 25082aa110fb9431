import type { Message } from './frame.js';

/** Joins frames into one write. Viewers of the same channels wait for the same frames, so the last result is kept for the next one. */
export class Batch {
  private joined: readonly Message[] = [];
  private bytes: Buffer = Buffer.alloc(0);

  of(messages: readonly Message[]): Buffer {
    if (messages.length === 1) return messages[0]!.frame;
    if (!same(messages, this.joined)) {
      this.bytes = Buffer.concat(messages.map((message) => message.frame));
      this.joined = messages;
    }
    return this.bytes;
  }

  /** Lets go of what was joined, so that a quiet market holds no memory. */
  clear(): void {
    this.joined = [];
    this.bytes = Buffer.alloc(0);
  }
}

function same(one: readonly Message[], other: readonly Message[]): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i += 1) if (one[i] !== other[i]) return false;
  return true;
}
