import { spawn } from 'node:child_process';

/** On a desktop that has no opener nothing happens: the address is on the terminal anyway. */
export function openBrowser(url: string): void {
  const opener = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [url], { stdio: 'ignore', detached: true });
  opener.on('error', () => undefined);
  opener.unref();
}
