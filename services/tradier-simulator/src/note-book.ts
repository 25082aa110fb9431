import type { Journal, NoteEntry, Notes } from './journal.js';

/** Notes of one kind by id, in the order in which they were first written. They outlive the process as the journal does. */
export class NoteBook<K extends keyof Notes> {
  private readonly notes = new Map<string, Notes[K]>();

  /** `initial` is there unless the journal says that it was deleted or changed. */
  constructor(
    private readonly kind: K,
    private readonly journal: Journal,
    initial: Iterable<readonly [string, Notes[K]]> = [],
  ) {
    for (const [id, note] of initial) this.notes.set(id, note);
    for (const entry of journal.entries) if (entry.kind === kind) this.take(entry.id, entry.note as Notes[K] | null);
  }

  all(): (readonly [string, Notes[K]])[] {
    return [...this.notes];
  }

  get(id: string): Notes[K] | undefined {
    return this.notes.get(id);
  }

  write(id: string, note: Notes[K]): void {
    this.change(id, note);
  }

  delete(id: string): void {
    this.change(id, null);
  }

  private change(id: string, note: Notes[K] | null): void {
    this.journal.append({ kind: this.kind, id, note } as NoteEntry);
    this.take(id, note);
  }

  private take(id: string, note: Notes[K] | null): void {
    if (note === null) this.notes.delete(id);
    else this.notes.set(id, note);
  }
}
