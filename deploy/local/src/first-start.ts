import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Without look-alikes: it is typed from a screen. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const note = z.object({ finished: z.boolean(), password: z.string().optional() });

/**
 * What only the first start does. Until it has been finished the password that was made up is kept (readable by the owner alone),
 * so that a first start which was broken off can be taken up; afterwards only the gateway's hash is left.
 */
export class FirstStart {
  private readonly path: string;
  readonly isFirst: boolean;
  /** set on a first start only */
  readonly password: string | undefined;

  constructor(dataDir: string, chosen: string | undefined) {
    this.path = join(dataDir, 'first-start.json');
    const earlier = existsSync(this.path) ? note.parse(JSON.parse(readFileSync(this.path, 'utf8'))) : undefined;
    this.isFirst = earlier?.finished !== true;
    if (!this.isFirst) return;
    this.password = earlier?.password ?? chosen ?? makePassword();
    this.write({ finished: false, password: this.password });
  }

  finish(): void {
    this.write({ finished: true });
  }

  private write(content: z.output<typeof note>): void {
    writeFileSync(this.path, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  }
}

/** 16 of 31 letters: 79 bits. */
export function makePassword(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)];
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, letter).join('')).join('-');
}
