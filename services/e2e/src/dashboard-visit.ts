import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { PASSWORD, until } from './running-stack.js';

const WAIT_MS = 30_000;
/** The only page that asks who one is before one has said so; the browser itself logs the 401. */
const BEFORE_SIGN_IN = /\/api\/v1\/auth\/me$/;

/** A person at the dashboard: one window, what is on it by test id, and everything that its console complained about. */
export class DashboardVisit {
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly url: string,
  ) {
    page.setDefaultTimeout(WAIT_MS);
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !BEFORE_SIGN_IN.test(message.location().url)) this.complaints.push(`${message.text()} ${message.location().url}`);
    });
  }

  static async open(browser: Browser, url: string): Promise<DashboardVisit> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
    const visit = new DashboardVisit(await context.newPage(), url);
    await visit.page.goto(url);
    return visit;
  }

  async signIn(): Promise<void> {
    await this.fill('login-password', PASSWORD);
    await this.press('login-submit');
    await this.see('mode-badge').waitFor();
  }

  see(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  press(testId: string): Promise<void> {
    return this.see(testId).click();
  }

  fill(testId: string, text: string): Promise<void> {
    return this.see(testId).fill(text);
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(`${this.url}${path}`);
    await this.page.locator('#page h1').waitFor();
  }

  /** Resolves with the new text when what is shown there is no longer `before`. */
  async changed(testId: string, before: string): Promise<string> {
    let now = before;
    await until(async () => (now = await this.text(testId)) !== before, `${testId} to change from ${before}`, WAIT_MS);
    return now;
  }

  async text(testId: string): Promise<string> {
    return (await this.see(testId).textContent()) ?? '';
  }

  /** By how many pixels the page is wider than the window. */
  overhang(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  }

  /** The file of a picture of what is seen now. */
  async picture(): Promise<string> {
    const path = join(mkdtempSync(join(tmpdir(), 'sofi-picture-')), 'page.png');
    await this.page.screenshot({ path, fullPage: true });
    return path;
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
