/** no message of Tradier's is near this long */
const LONGEST_MESSAGE = 65_536;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/**
 * Cuts what arrives on the market stream into JSON texts. A frame may hold one object, several (with or without a line break between),
 * or a piece of one. Messages are flat, so a frame that begins with `{` begins anew: an unfinished piece before it is given up, and
 * one broken message can not swallow those that follow.
 */
export class FrameSplitter {
  #piece = '';
  #dropped = 0;

  /** unfinished pieces and stray text given up so far */
  get dropped(): number {
    return this.#dropped;
  }

  split(frame: string): string[] {
    if (this.#piece !== '' && frame.charCodeAt(0) === OPEN) this.#giveUp();
    // the common case, one flat object a line, without looking at every character
    const lines = this.#piece === '' ? frame.trimEnd().split('\n') : [];
    return lines.length > 0 && lines.every(isFlatObject) ? lines : this.#byDepth(this.#piece + frame);
  }

  #byDepth(text: string): string[] {
    const found: string[] = [];
    let depth = 0;
    let from = 0;
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (quoted) {
        if (code === BACKSLASH) at += 1;
        else if (code === QUOTE) quoted = false;
      } else if (code === QUOTE) quoted = depth > 0;
      else if (code === OPEN) {
        if (depth === 0) from = this.#begin(text, from, at);
        depth += 1;
      } else if (code === CLOSE && depth > 0) {
        depth -= 1;
        if (depth === 0) {
          found.push(text.slice(from, at + 1));
          from = at + 1;
        }
      }
    }
    this.#keep(text.slice(from), depth);
    return found;
  }

  #begin(text: string, from: number, at: number): number {
    if (text.slice(from, at).trim() !== '') this.#dropped += 1;
    return at;
  }

  #keep(rest: string, depth: number): void {
    this.#piece = rest;
    if (depth === 0 ? rest.trim() !== '' : rest.length > LONGEST_MESSAGE) this.#giveUp();
    else if (depth === 0) this.#piece = '';
  }

  #giveUp(): void {
    this.#piece = '';
    this.#dropped += 1;
  }
}

function isFlatObject(line: string): boolean {
  return line.endsWith('}') && line.lastIndexOf('{') === 0;
}
