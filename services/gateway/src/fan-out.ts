import { UnavailableError } from '@sofi/domain';
import { Batch } from './batch.js';
import { channelOf, isFact, subjectsOf, type Channel } from './channel.js';
import { changeFrame, headOf, textFrame, type Message } from './frame.js';
import { FlushPace } from './flush-pace.js';
import type { Viewer } from './viewer.js';

/** The bus, as far as the fan-out needs it. */
export interface Listening {
  subscribe(subject: string, handler: (data: Uint8Array, subject: string) => void): () => void;
}
/** What is current on a channel, as JSON texts. */
export type Snapshot = (channel: Channel) => Promise<readonly string[]>;

interface Watched {
  readonly viewers: Set<Viewer>;
  /** changes that came while a viewer's snapshot was being read */
  readonly arriving: Map<Viewer, Message[]>;
  readonly stop: () => void;
}

/** Channels and who watches them. A channel is listened to on the bus while somebody watches it, and only then. */
export class FanOut {
  private readonly watched = new Map<string, Watched>();
  private readonly dirty = new Set<Viewer>();
  private readonly batch = new Batch();
  private readonly pace = new FlushPace(() => this.flush());

  constructor(
    private readonly bus: Listening,
    private readonly snapshot: Snapshot,
  ) {}

  /** Sends the snapshot, then changes; what is refused or can not be read is said on the channel, in words. */
  async watch(viewer: Viewer, name: string): Promise<void> {
    try {
      const channel = channelOf(name);
      const watched = this.watched.get(name) ?? this.listen(name, channel);
      if (watched.viewers.has(viewer) || watched.arriving.has(viewer)) return;
      watched.arriving.set(viewer, []);
      this.arrive(viewer, name, watched, await this.snapshot(channel));
    } catch (error) {
      this.leave(viewer, name);
      this.refuse(viewer, name, reasonOf(error));
    }
  }

  /** Says in words why a channel, or what else the name stands for, is not to be had. */
  refuse(viewer: Viewer, name: string, error: string): void {
    this.send(viewer, { frame: textFrame(JSON.stringify({ channel: name, data: null, error })) });
  }

  /** channels that this viewer watches or is about to */
  watchedBy(viewer: Viewer): string[] {
    return [...this.watched].flatMap(([name, { viewers, arriving }]) => (viewers.has(viewer) || arriving.has(viewer) ? [name] : []));
  }

  leave(viewer: Viewer, name: string): void {
    const watched = this.watched.get(name);
    if (!watched) return;
    watched.viewers.delete(viewer);
    watched.arriving.delete(viewer);
    if (watched.viewers.size + watched.arriving.size > 0) return;
    watched.stop();
    this.watched.delete(name);
  }

  leaveAll(viewer: Viewer): void {
    for (const name of [...this.watched.keys()]) this.leave(viewer, name);
    this.dirty.delete(viewer);
  }

  get channels(): number {
    return this.watched.size;
  }

  private arrive(viewer: Viewer, name: string, watched: Watched, current: readonly string[]): void {
    const changes = watched.arriving.get(viewer);
    if (!changes) return;
    watched.arriving.delete(viewer);
    watched.viewers.add(viewer);
    this.send(viewer, { frame: textFrame(`{"channel":${JSON.stringify(name)},"snapshot":true,"data":[${current.join(',')}]}`) });
    for (const change of changes) this.send(viewer, change);
  }

  private listen(name: string, channel: Channel): Watched {
    const heads = new Map<string, Buffer>();
    const stops = subjectsOf(channel).map((subject) => this.bus.subscribe(subject, (data, from) => this.change(name, heads, from, data)));
    const watched: Watched = { viewers: new Set(), arriving: new Map(), stop: () => stops.forEach((stop) => stop()) };
    this.watched.set(name, watched);
    return watched;
  }

  private change(name: string, heads: Map<string, Buffer>, subject: string, data: Uint8Array): void {
    const watched = this.watched.get(name);
    if (!watched) return;
    let head = heads.get(subject);
    if (!head) heads.set(subject, (head = headOf(name, subject)));
    const frame = changeFrame(head, data);
    const message: Message = isFact(subject) ? { frame } : { frame, replaces: subject };
    for (const viewer of watched.viewers) this.send(viewer, message);
    for (const changes of watched.arriving.values()) changes.push(message);
  }

  private send(viewer: Viewer, message: Message): void {
    viewer.offer(message);
    this.dirty.add(viewer);
    this.pace.request();
  }

  private flush(): void {
    for (const viewer of this.dirty) viewer.flush(this.batch);
    this.dirty.clear();
    this.batch.clear();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof UnavailableError || (error instanceof Error && error.name === 'RuleError') ? error.message : 'its snapshot could not be read';
}
