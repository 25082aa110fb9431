/** Bad input: refuse, and say which field, which value and which rule. */
export class RuleError extends Error {
  constructor(
    readonly field: string,
    readonly value: unknown,
    readonly rule: string,
  ) {
    super(`${field} ${JSON.stringify(value) ?? String(value)} ${rule}`);
    this.name = 'RuleError';
  }
}

/** Broken state that no input explains: stop the process; the normal start-up recovers from what is stored. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** The other side did not answer in a usable way: retry at the edge, never inside the core. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}
