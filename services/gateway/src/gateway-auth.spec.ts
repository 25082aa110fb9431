import { expect } from 'chai';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PASSWORD, problemIn, RunningGateway } from './running-gateway.js';

const ROUTES = [
  'auth/me',
  'quotes?symbols=AAPL',
  'symbols?q=a',
  'candles/AAPL',
  'watchlists',
  'market/clock',
  'market/calendar',
  'market/status',
  'strategy-types',
  'strategies',
  'strategies/1',
  'strategies/1/state',
  'strategies/1/checklist',
  'strategies/1/decisions',
  'strategies/1/positions',
  'strategies/1/trades',
  'orders',
  'orders/o-1',
  'positions',
  'trades',
  'accounts',
  'accounts/VA1/balances',
  'accounts/VA1/reconciliation',
  'system/health',
  'system/services',
  '/metrics',
  '/api/docs',
];
const CHANGES = [
  'auth/logout',
  'auth/tokens',
  'auth/users',
  'watchlists',
  'strategies',
  'strategies/1/start',
  'strategies/1/pause',
  'strategies/1/resume',
  'strategies/1/stop',
  'strategies/1/flatten',
  'orders',
  'orders/preview',
  'positions/close',
];

describe('the gateway’s door', function () {
  this.timeout(30_000);
  let gateway: RunningGateway;
  before(async () => (gateway = await RunningGateway.start()));
  after(() => gateway.stop());

  for (const path of ROUTES) {
    it(`answers nobody whom it does not know: GET ${path}`, async () => {
      const answer = await gateway.sendBare(path);
      expect(problemIn(answer)).to.include({ status: 401, title: 'Not signed in' });
      expect(answer.status).to.equal(401);
    });
  }
  for (const path of CHANGES) {
    it(`answers nobody whom it does not know: POST ${path}`, async () => {
      expect(problemIn(await gateway.sendBare(path, { body: {} })).status).to.equal(401);
    });
  }

  it('tells whether it lives without a login', async () => {
    expect((await gateway.sendBare('/health/live')).status).to.equal(200);
    expect((await gateway.sendBare('/health/ready')).status).to.equal(200);
  });

  it('says of an unknown route that there is none', async () => {
    expect(problemIn(await gateway.sendBare('nothing-here')).status).to.equal(404);
    expect(problemIn(await gateway.sendBare('/no-such-file.js')).status).to.equal(404);
  });

  it('gives a session to the right password alone, in a cookie that no script can read', async () => {
    for (const body of [
      { username: 'admin', password: 'wrong' },
      { username: 'nobody', password: PASSWORD },
    ]) {
      const refused = await gateway.sendBare('auth/login', { body });
      expect(problemIn(refused)).to.include({ status: 401, detail: 'the user name or the password is wrong' });
      expect(refused.headers.get('set-cookie')).to.equal(null);
    }
    const answer = await gateway.sendBare('auth/login', { body: { username: 'admin', password: PASSWORD } });
    expect(answer.status).to.equal(204);
    expect(answer.headers.get('set-cookie')).to.match(/^sofi_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/);
  });

  it('stores neither password nor session nor token, and logs no password', async () => {
    await gateway.signIn();
    const { token } = await gateway.json<{ token: string }>('auth/tokens', { body: { name: 'a program' } });
    const stored = JSON.stringify([await gateway.db.users.all(), await gateway.db.apiTokens.of('admin')]);
    for (const secret of [PASSWORD, token]) expect(stored + gateway.output()).to.not.include(secret);
    expect(await gateway.db.browserSessions.get(gateway.session.cookie.split('=')[1]!)).to.equal(undefined);
  });

  it('wants the CSRF token with every change that comes by cookie', async () => {
    await gateway.signIn();
    const { cookie, csrfToken } = gateway.session;
    for (const headers of [{ cookie }, { cookie, 'x-csrf-token': `${csrfToken.slice(0, -1)}!` }]) {
      expect(problemIn(await gateway.sendBare('auth/tokens', { body: { name: 'x' }, headers })).status).to.equal(403);
    }
    expect((await gateway.sendBare('auth/tokens', { body: { name: 'x' }, headers: { cookie, 'x-csrf-token': csrfToken } })).status).to.equal(201);
  });

  it('ends a session at logout', async () => {
    await gateway.signIn();
    const { cookie } = gateway.session;
    expect((await gateway.send('auth/logout', { method: 'POST' })).status).to.equal(204);
    expect((await gateway.sendBare('auth/me', { headers: { cookie } })).status).to.equal(401);
  });

  it('lets a program in by its token, without cookie and CSRF, and no false one', async () => {
    await gateway.signIn();
    const { token } = await gateway.json<{ token: string }>('auth/tokens', { body: { name: 'reader' } });
    const me = await gateway.sendBare('auth/me', { headers: { authorization: `Bearer ${token}` } });
    expect(JSON.parse(me.text)).to.deep.equal({ username: 'admin', role: 'admin', csrfToken: '' });
    expect((await gateway.sendBare('auth/tokens', { body: { name: 'x' }, headers: { authorization: `Bearer ${token}` } })).status).to.equal(201);
    for (const authorization of [`Bearer ${token}x`, 'Bearer', 'Basic YWRtaW46eA=='])
      expect((await gateway.sendBare('auth/me', { headers: { authorization } })).status).to.equal(401);
  });

  it('holds everybody to his role', async () => {
    await gateway.signIn();
    for (const role of ['viewer', 'trader']) expect((await gateway.send('auth/users', { body: { username: role, password: 'long enough', role } })).status).to.equal(201);
    await gateway.signIn('viewer', 'long enough');
    expect((await gateway.send('strategies')).status).to.equal(200);
    for (const path of ['orders', 'strategies', 'strategies/1/stop', 'positions/close', 'orders/preview'])
      expect(problemIn(await gateway.send(path, { body: {} })).status, path).to.equal(403);
    expect(problemIn(await gateway.send('orders/o-1', { method: 'DELETE' })).status).to.equal(403);
    await gateway.signIn('trader', 'long enough');
    for (const path of ['auth/tokens', 'auth/users']) expect(problemIn(await gateway.send(path, { body: {} })).status, path).to.equal(403);
    expect((await gateway.send('orders', { body: {} })).status).to.equal(422);
  });

  it('slows guessing down', async () => {
    await gateway.signIn();
    await gateway.send('auth/users', { body: { username: 'victim', password: 'the right one', role: 'viewer' } });
    const guess = (password: string) => gateway.sendBare('auth/login', { body: { username: 'victim', password } });
    for (let i = 0; i < 5; i += 1) expect((await guess(`guess ${i}`)).status).to.equal(401);
    const answer = await guess('the right one');
    expect(problemIn(answer).status).to.equal(429);
    expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 60);
  });

  it('tells browsers to be careful', async () => {
    const { headers } = await gateway.sendBare('/health/live');
    expect(headers.get('content-security-policy')).to.include("default-src 'self'").and.include("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('cache-control')).to.equal('no-store');
  });
});

describe('the dashboard’s files', function () {
  this.timeout(30_000);
  let folder: string;
  let gateway: RunningGateway;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dashboard-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<p>the app</p>');
    await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'run();');
    gateway = await RunningGateway.start({ ADMIN_PASSWORD: PASSWORD, DASHBOARD_DIR: folder });
  });
  after(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true });
  });

  it('need no login; every page of the app is the app', async () => {
    for (const path of ['/', '/strategies/12', '/orders?status=filled']) {
      const page = await gateway.sendBare(path);
      expect(page).to.include({ status: 200, text: '<p>the app</p>' });
      expect(page.headers.get('content-type')).to.equal('text/html; charset=utf-8');
      expect(page.headers.get('cache-control')).to.equal('no-cache');
      expect(page.headers.get('content-security-policy')).to.include("script-src 'self'");
    }
  });

  it('travel compressed, once, and are kept by the browser', async () => {
    const asset = await gateway.sendBare('/assets/app-1a2b.js');
    expect(asset.text).to.equal('run();');
    expect(asset.headers.get('content-encoding')).to.equal('gzip');
    expect(asset.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    const again = await gateway.sendBare('/', { headers: { 'if-none-match': (await gateway.sendBare('/')).headers.get('etag')! } });
    expect(again).to.include({ status: 304, text: '' });
    expect((await gateway.sendBare('/', { method: 'HEAD' })).status).to.equal(200);
  });

  it('hide no route: what begins with api is never a page', async () => {
    expect(problemIn(await gateway.sendBare('/api/v1/nothing')).status).to.equal(404);
    expect(problemIn(await gateway.sendBare('/assets/gone.js')).status).to.equal(404);
    expect(problemIn(await gateway.sendBare('/', { body: {} })).status).to.equal(404);
  });
});

describe('the first start', function () {
  this.timeout(30_000);

  it('without a password is refused in one sentence', async () => {
    const gateway = await RunningGateway.start({});
    expect(gateway.process.exitCode).to.equal(1);
    expect(gateway.output()).to.include('ADMIN_PASSWORD');
    expect(await gateway.db.users.count()).to.equal(0);
    await gateway.stop();
  });

  it('makes a password up and writes it for its owner alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'password-'));
    const file = join(folder, 'admin-password');
    const gateway = await RunningGateway.start({ ADMIN_PASSWORD_FILE: file });
    const password = (await readFile(file, 'utf8')).trim();
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(gateway.output()).to.not.include(password);
    expect((await gateway.sendBare('auth/login', { body: { username: 'admin', password } })).status).to.equal(204);
    await gateway.stop();
    await rm(folder, { recursive: true });
  });
});
