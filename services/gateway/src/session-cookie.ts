const NAME = 'sofi_session';
export const SESSION_DAYS = 7;

/** The session secret of a `Cookie` header. */
export function sessionOf(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === NAME && value) return value;
  }
  return undefined;
}

/** `Secure` only where the page itself came over TLS: a browser drops a secure cookie of a plain loopback address. */
export function sessionCookie(session: string, secure: boolean): string {
  return `${NAME}=${session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SESSION_DAYS * 86_400}${secure ? '; Secure' : ''}`;
}

export const clearedCookie = `${NAME}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`;
