/** Where the bus tells what happens to its connection. */
export interface BusLog {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

export const silent: BusLog = { info: () => {}, warn: () => {}, error: () => {} };
