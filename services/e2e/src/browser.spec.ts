import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { ApiClient } from './api-client.js';
import { launchChromium } from './chromium.js';
import { DashboardVisit } from './dashboard-visit.js';
import { RunningStack, until } from './running-stack.js';

/** A bar of one minute closes every six seconds, so that its decision can be waited for. */
const MARKET = ['--speed', '10'];
const NAME = 'Apple dip buyer';

describe('a person at the dashboard, in a browser', function () {
  this.timeout(240_000);
  let stack: RunningStack;
  let browser: Browser;
  let visit: DashboardVisit;
  let orderId: string;
  let strategyId: string;
  const dashboardWidth = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } };

  before(async () => {
    [stack, browser] = await Promise.all([RunningStack.start(MARKET), launchChromium()]);
    visit = await DashboardVisit.open(browser, stack.url);
  });
  after(async () => {
    await browser?.close();
    await stack?.dispose();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed' && visit && !visit.page.isClosed()) console.log(`      what the browser showed: ${await visit.picture()}`);
  });

  it('is let in with the password, and not without', async () => {
    await visit.fill('login-password', 'not-the-password');
    await visit.press('login-submit');
    expect(await visit.text('login-error')).to.contain('wrong');
    // the browser itself logs that the wrong password was answered 401
    expect(visit.complaints.splice(0)).to.have.length(1);
    await visit.signIn();
  });

  it('sees that the market is simulated, and prices move', async () => {
    await visit
      .see('mode-badge')
      .filter({ hasText: /simulated/i })
      .waitFor();
    const first = await visit.text('price-AAPL');
    const second = await visit.changed('price-AAPL', first);
    expect(second).to.match(/^\$\d+\.\d\d$/);
    await visit.changed('price-AAPL', second);
  });

  it('adds a symbol, which has a price at once; one that does not exist is refused in the server’s words', async () => {
    await visit.fill('add-symbol-input', 'amd');
    await visit.press('add-symbol-submit');
    await visit.see('price-AMD').waitFor();
    expect(await visit.changed('price-AMD', '–')).to.match(/^\$\d/);
    await visit.fill('add-symbol-input', 'ZZZZQ');
    await visit.press('add-symbol-submit');
    expect(await visit.text('add-symbol-error')).to.equal('ZZZZQ is not known to the broker');
    // the browser itself logs that the unknown symbol was answered 422
    expect(visit.complaints.splice(0)).to.have.length(1);
    expect(await visit.see('card-ZZZZQ').count()).to.equal(0);
    await visit.fill('add-symbol-input', '');
  });

  it('buys ten shares: preview, confirm, filled, and finds the order’s whole life in the blotter', async () => {
    await visit.press('ticket-buy-AAPL');
    await visit.fill('ticket-quantity', '10');
    await visit.press('ticket-preview');
    expect(await visit.text('ticket-preview-result')).to.contain('Buy 10 AAPL');
    await visit.press('ticket-confirm');
    const status = visit.see('ticket-status');
    await status.and(visit.page.locator('[data-status="filled"]')).waitFor();
    orderId = (await status.getAttribute('data-order-id')) ?? '';
    await visit.goTo('/orders');
    const row = visit.see(`order-row-${orderId}`);
    expect(await row.getAttribute('data-status')).to.equal('filled');
    expect(await row.textContent()).to.contain('10 / 10');
    await row.click();
    await visit.see('order-event').and(visit.page.locator('[data-type="filled"]')).waitFor();
    const types = await Promise.all((await visit.see('order-event').all()).map((event) => event.getAttribute('data-type')));
    expect(types.filter((type) => type !== 'accepted')).to.deep.equal(['approved', 'submitted', 'filled']);
  });

  it('makes an RSI strategy with the form, and starts it', async () => {
    await visit.goTo('/strategies');
    await visit.press('strategy-new');
    await visit.fill('strategy-name', NAME);
    await visit.fill('strategy-symbols', 'AAPL');
    await visit.fill('parameters-oversold', '80');
    await visit.press('strategy-save');
    await visit.page.getByText('oversold 80 must be below overbought 70').waitFor();
    // the browser itself logs that the form was answered 422
    expect(visit.complaints.splice(0)).to.have.length(1);
    await visit.fill('parameters-oversold', '25');
    await visit.press('strategy-save');
    const row = visit.page.locator('[data-testid^="strategy-row-"]', { hasText: NAME });
    await row.and(visit.page.locator('[data-status="stopped"]')).waitFor();
    strategyId = ((await row.getAttribute('data-testid')) ?? '').replace('strategy-row-', '');
    await visit.press(`strategy-start-${strategyId}`);
    await row.and(visit.page.locator('[data-status="running"]')).waitFor();
  });

  it('sees it decide at the next bar, with its gauge and its checklist', async () => {
    await visit.goTo(`/strategies/${strategyId}`);
    await visit.see('decision-row').first().waitFor({ timeout: 70_000 });
    expect(await visit.see('decision-row').first().textContent()).to.match(/AAPL.*rsi \d+/);
    await visit.see('rsi-gauge').waitFor();
    expect(await visit.text('rsi-gauge')).to.contain('buys below 25');
    await visit.see('condition').filter({ hasText: 'RSI' }).waitFor();
    const conditions = (await visit.see('condition').allTextContents()).join('\n');
    expect(conditions).to.contain('the strategy is running').and.to.contain('Capital and limits');
  });

  it('finds nothing wider than a phone, on any page', async () => {
    await visit.page.setViewportSize(dashboardWidth.phone);
    for (const path of ['/', '/symbol/AAPL', '/strategies', `/strategies/${strategyId}`, '/orders']) {
      await visit.goTo(path);
      await until(async () => (await visit.see('mode-badge').count()) === 1, `the frame of ${path}`);
      expect(await visit.overhang(), path).to.equal(0);
    }
    await visit.page.setViewportSize(dashboardWidth.desk);
  });

  it('has a console without complaints', () => {
    expect(visit.complaints).to.deep.equal([]);
  });

  it('stops everything with Ctrl-C, starts again, and finds what was there', async () => {
    await visit.close();
    expect(await stack.stop()).to.equal(0);
    stack = await RunningStack.start(MARKET, stack.dataDir);
    visit = await DashboardVisit.open(browser, stack.url);
    await visit.signIn();
    await visit.see('price-AMD').waitFor();
    const position = visit.see('position-manual-AAPL');
    await position.waitFor();
    expect(await position.textContent()).to.contain('10');
    await visit.goTo('/orders');
    await visit.see(`order-row-${orderId}`).and(visit.page.locator('[data-status="filled"]')).waitFor();
    await visit.goTo('/strategies');
    await visit.see(`strategy-row-${strategyId}`).and(visit.page.locator('[data-status="running"]')).waitFor();
  });

  it('sees the ledger equal to the broker’s, and prices that move on', async () => {
    await visit.goTo('/');
    await visit.see('ledger-badge').and(visit.page.locator('[data-state="equal"]')).waitFor();
    const api = await ApiClient.signIn(stack.url);
    const { equal } = (await api.get<{ equal: boolean }>('/accounts/SIM0000001/reconciliation')).body;
    expect(equal).to.equal(true);
    await visit.changed('price-AAPL', await visit.text('price-AAPL'));
    expect(visit.complaints).to.deep.equal([]);
  });
});
