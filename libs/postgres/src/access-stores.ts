import { LessThanOrEqual, MoreThan, type EntityManager } from 'typeorm';
import { ApiToken, BrowserSession, User } from './entities.js';

/** Who may sign in. Hashing is the business of whoever signs people in. */
export class UserStore {
  constructor(private readonly manager: EntityManager) {}

  async get(username: string): Promise<User | undefined> {
    return (await this.manager.findOneBy(User, { username })) ?? undefined;
  }

  all(): Promise<User[]> {
    return this.manager.find(User, { order: { username: 'ASC' } });
  }

  count(): Promise<number> {
    return this.manager.count(User);
  }

  async save(user: User): Promise<void> {
    await this.manager.upsert(User, user, ['username']);
  }

  /** Their sessions and tokens go with them. */
  async delete(username: string): Promise<void> {
    await this.manager.delete(User, { username });
  }
}

/** Signed-in browsers, found by the hash of their cookie. */
export class BrowserSessionStore {
  constructor(private readonly manager: EntityManager) {}

  /** undefined where it is unknown or over at `now` */
  async get(tokenHash: string, now = Date.now()): Promise<BrowserSession | undefined> {
    return (await this.manager.findOneBy(BrowserSession, { tokenHash, expiresAt: MoreThan(now) })) ?? undefined;
  }

  async save(session: BrowserSession): Promise<void> {
    await this.manager.upsert(BrowserSession, session, ['tokenHash']);
  }

  async delete(tokenHash: string): Promise<void> {
    await this.manager.delete(BrowserSession, { tokenHash });
  }

  async deleteOf(username: string): Promise<void> {
    await this.manager.delete(BrowserSession, { username });
  }

  async deleteExpired(now = Date.now()): Promise<void> {
    await this.manager.delete(BrowserSession, { expiresAt: LessThanOrEqual(now) });
  }
}

/** Tokens of programs, found by their hash; they act as their user. */
export class ApiTokenStore {
  constructor(private readonly manager: EntityManager) {}

  async find(tokenHash: string): Promise<ApiToken | undefined> {
    return (await this.manager.findOneBy(ApiToken, { tokenHash })) ?? undefined;
  }

  of(username: string): Promise<ApiToken[]> {
    return this.manager.find(ApiToken, { where: { username }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  async save(token: ApiToken): Promise<void> {
    await this.manager.upsert(ApiToken, token, ['id']);
  }

  async used(id: string, at: number): Promise<void> {
    await this.manager.update(ApiToken, { id }, { lastUsedAt: at });
  }

  async delete(id: string): Promise<void> {
    await this.manager.delete(ApiToken, { id });
  }
}
