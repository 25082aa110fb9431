/** One line to the standard output for each thing an operator asks about afterwards. */
export type Log = (message: string, details?: Readonly<Record<string, unknown>>) => void;

export function logger(format: 'json' | 'pretty', write: (line: string) => void): Log {
  return (message, details = {}) => {
    const time = new Date().toISOString();
    const told = Object.entries(details).map(([name, value]) => `${name}=${String(value)}`);
    write(format === 'json' ? `${JSON.stringify({ level: 'info', time, service: 'tradier-simulator', msg: message, ...details })}\n` : `${[time, message, ...told].join(' ')}\n`);
  };
}
