import { decode, interestMessage, type Interest } from '@sofi/contracts';
import type { EquitySymbol } from '@sofi/domain';

/** Which symbols each owner needs. A symbol is watched as long as one owner needs it. */
export class Interests {
  private readonly byOwner = new Map<string, readonly EquitySymbol[]>();

  constructor(private readonly unreadable: (why: string) => void) {}

  /** A message of the bus, as {@link say}. One that can not be read changes nothing: what an owner says wrongly is no trouble of the others. */
  hear(data: Uint8Array): boolean {
    const interest = this.readable(data);
    return interest !== undefined && this.say(interest);
  }

  /** An owner's whole list replaces its last one; true where the union of all changed. */
  say(interest: Interest): boolean {
    const before = this.union();
    this.byOwner.set(interest.owner, interest.symbols);
    const after = this.union();
    return before.length !== after.length || after.some((symbol, index) => symbol !== before[index]);
  }

  /** All symbols that anybody needs, each once, sorted. */
  union(): EquitySymbol[] {
    return [...new Set([...this.byOwner.values()].flat())].toSorted();
  }

  private readable(data: Uint8Array): Interest | undefined {
    try {
      return decode(interestMessage, data);
    } catch (error) {
      this.unreadable(String(error));
      return undefined;
    }
  }
}
