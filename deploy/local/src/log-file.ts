import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const LARGEST_BYTES = 20 * 1024 * 1024;

/** The log of one program. At 20 MB it becomes `<name>.1` and a new one begins, so weeks of running fill no disk. */
export class LogFile {
  private file: number;
  private bytes: number;

  constructor(readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.bytes = existsSync(path) ? statSync(path).size : 0;
    this.file = openSync(path, 'a');
  }

  write(line: string): void {
    const text = Buffer.from(`${line}\n`);
    if (this.bytes + text.length > LARGEST_BYTES) this.turnOver();
    writeSync(this.file, text);
    this.bytes += text.length;
  }

  close(): void {
    closeSync(this.file);
  }

  private turnOver(): void {
    closeSync(this.file);
    renameSync(this.path, `${this.path}.1`);
    this.file = openSync(this.path, 'a');
    this.bytes = 0;
  }
}
