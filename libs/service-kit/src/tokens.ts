/** What a service may have injected, by `@Inject(…)`. */
export const BUS = Symbol('bus');
export const DATABASE = Symbol('database');
export const LOG = Symbol('log');
/** ends the process, with the reason in the log: the normal start-up recovers */
export const FATAL = Symbol('fatal');
export type Fatal = (error: unknown) => void;
