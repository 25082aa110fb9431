import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as text: a session, an API token, a first password. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored in place of a secret of {@link newSecret}: it has 256 random bits, so one round of SHA-256 is enough. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function sameSecret(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
