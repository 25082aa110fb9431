import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** No sandbox: containers and CI often run as root. No network of its own: the only address that it opens is ours. */
const HEADLESS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A headless browser: `CHROMIUM`, else what the machine has, else the one that comes as a package. */
export async function launchChromium(): Promise<Browser> {
  const own = process.env['CHROMIUM'] || installed();
  if (own !== undefined) return chromium.launch({ executablePath: own, args: HEADLESS });
  return chromium.launch({ executablePath: await sparticuz.executablePath(), args: [...new Set([...sparticuz.args, ...HEADLESS])] });
}

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path));
}
