import { Inject, Injectable } from '@nestjs/common';
import { problem } from '@sofi/contracts';
import { RuleError } from '@sofi/domain';
import type { Database } from '@sofi/postgres';
import { DATABASE } from '@sofi/service-kit';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { LoginLimit } from './login-limit.js';
import { hashPassword, passwordMatches } from './password.js';
import type { Person, Role } from './person.js';
import { Refusal, refuse } from './problem-answer.js';
import { newSecret, secretHash } from './secrets.js';
import { SESSION_DAYS, sessionOf } from './session-cookie.js';

const SESSION_MS = SESSION_DAYS * 86_400_000;

/** Who may come in: passwords, browser sessions, API tokens. Only hashes are stored. */
@Injectable()
export class Access {
  private readonly limit = new LoginLimit();
  /** A name that nobody has costs as long as one that somebody has, so that an answer's time tells no names. */
  private readonly nobody = hashPassword(newSecret());

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The secret of a new session. Throws 401 for a wrong name or password, 429 after too many of them. */
  async login(username: string, password: string, address: string): Promise<string> {
    const key = `${username} ${address}`;
    this.checkLimit(key);
    const user = await this.database.users.get(username);
    if (!(await passwordMatches(password, user?.passwordHash ?? (await this.nobody))) || !user) {
      this.limit.failed(key, Date.now());
      refuse(401, 'the user name or the password is wrong');
    }
    this.limit.succeeded(key);
    return this.openSession(user.username);
  }

  async logout(sessionHash: string): Promise<void> {
    await this.database.browserSessions.delete(sessionHash);
  }

  /** Who sends these headers: by an API token, or by the cookie of a session. */
  async identify(headers: IncomingHttpHeaders): Promise<Person | undefined> {
    if (headers.authorization !== undefined) return this.byToken(/^Bearer ([\w-]+)$/i.exec(headers.authorization)?.[1]);
    return this.bySession(sessionOf(headers.cookie));
  }

  /** Makes a user, or gives one a new password and role; whoever was signed in as that user has to sign in again. */
  async saveUser(username: string, password: string, role: Role): Promise<void> {
    const passwordHash = await hashPassword(password);
    await this.database.transaction(async (tx) => {
      await tx.users.save({ username, role, passwordHash, createdAt: Date.now() });
      await tx.browserSessions.deleteOf(username);
    });
  }

  /** A token acts as its user, and is shown this once. */
  async createToken(name: string, username: string): Promise<{ id: string; token: string }> {
    if (!(await this.database.users.get(username))) throw new RuleError('username', username, 'must be a user');
    const [id, token] = [randomUUID(), newSecret()];
    await this.database.apiTokens.save({ id, name, username, tokenHash: secretHash(token), createdAt: Date.now(), lastUsedAt: null });
    return { id, token };
  }

  private async openSession(username: string): Promise<string> {
    const session = newSecret();
    const now = Date.now();
    await this.database.browserSessions.deleteExpired(now);
    await this.database.browserSessions.save({ tokenHash: secretHash(session), username, csrfToken: newSecret(), createdAt: now, expiresAt: now + SESSION_MS });
    return session;
  }

  private async byToken(token: string | undefined): Promise<Person | undefined> {
    const found = token === undefined ? undefined : await this.database.apiTokens.find(secretHash(token));
    const user = found && (await this.database.users.get(found.username));
    return user && { username: user.username, role: user.role };
  }

  private async bySession(session: string | undefined): Promise<Person | undefined> {
    const found = session === undefined ? undefined : await this.database.browserSessions.get(secretHash(session));
    const user = found && (await this.database.users.get(found.username));
    return user && { username: user.username, role: user.role, session: { hash: found.tokenHash, csrfToken: found.csrfToken } };
  }

  private checkLimit(key: string): void {
    const wait = this.limit.waitSeconds(key, Date.now());
    if (wait > 0) throw new Refusal(problem(429, `too many failed logins; try again in ${wait} s`), { 'retry-after': String(wait) });
  }
}
