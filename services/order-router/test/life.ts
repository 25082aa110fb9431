/** Where a process dies: before or after the n-th call of a method of one of its parts, such as `broker.place`; or where that call alone fails. */
export interface Death {
  readonly at: string;
  readonly when: 'before' | 'after' | 'fails';
  /** only calls whose first argument is this, such as a subject */
  readonly about?: string;
  readonly call?: number;
}

class Killed extends Error {}

/** One life of a process: from its death on, nothing that it tries has any effect. */
export class Life {
  dead = false;
  readonly died: Promise<void>;
  private bury: () => void = () => undefined;
  private calls = 0;

  constructor(private readonly death?: Death) {
    this.died = new Promise((resolve) => (this.bury = resolve));
  }

  /** The part, with every method under the sword. */
  mortal<T extends object>(name: string, part: T): T {
    return new Proxy(part, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value === 'function') return (...args: unknown[]) => this.attempt(`${name}.${String(key)}`, args, () => Reflect.apply(value, target, args));
        return typeof value === 'object' && value !== null ? this.mortal(`${name}.${String(key)}`, value) : value;
      },
    });
  }

  private attempt(call: string, args: readonly unknown[], act: () => unknown): unknown {
    if (this.dead) throw new Killed(call);
    const { death } = this;
    const fatal = death?.at === call && (death.about === undefined || args[0] === death.about) && ++this.calls === (death.call ?? 1);
    if (!fatal) return act();
    if (death.when === 'fails') throw new Error('the disk is full');
    if (death.when === 'before') return this.die(call);
    return Promise.resolve(act()).then(() => this.die(call));
  }

  private die(call: string): never {
    this.dead = true;
    this.bury();
    throw new Killed(call);
  }
}
