import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Reads `add <group> <signal>` and `drop <group>`. Its input ends when the stack's process ends, however that happened;
 * then every group still on the list gets its signal, and SIGKILL three seconds later.
 */
const SCRIPT = `
trap '' INT TERM HUP
list=''
while read -r verb group signal; do
  case "$verb" in
    add) list="$list $group:$signal" ;;
    drop)
      kept=''
      for entry in $list; do [ "\${entry%%:*}" = "$group" ] || kept="$kept $entry"; done
      list="$kept" ;;
  esac
done
[ -n "$list" ] || exit 0
for entry in $list; do kill -s "\${entry#*:}" -- "-\${entry%%:*}" 2>/dev/null; done
sleep 3
for entry in $list; do kill -s KILL -- "-\${entry%%:*}" 2>/dev/null; done
`;

/**
 * Ends the stack's processes where the stack itself no longer can: after a SIGKILL, a crash, a closed terminal.
 * A shell in a session of its own, so that no signal to the stack's group reaches it; 1 MB against 40 for one more Node.
 */
export class Guardian {
  private readonly input: Writable;

  constructor() {
    const shell = spawn('sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    this.input = shell.stdin;
    // Writing to a guardian that someone killed must not end the stack.
    this.input.on('error', () => undefined);
    shell.unref();
  }

  watch(group: number, signal: 'TERM' | 'INT'): void {
    this.input.write(`add ${group} ${signal}\n`);
  }

  forget(group: number): void {
    this.input.write(`drop ${group}\n`);
  }

  /** The list should be empty by now. */
  dismiss(): void {
    this.input.end();
  }
}
