import { create } from 'zustand';
import type { Side } from '../wire.js';

interface OpenTicket {
  readonly symbol: string;
  readonly side: Side;
}

export const useTicket = create<{ ticket: OpenTicket | undefined }>(() => ({ ticket: undefined }));
export const openTicket = (symbol: string, side: Side): void => useTicket.setState({ ticket: { symbol, side } });
export const closeTicket = (): void => useTicket.setState({ ticket: undefined });

/** 128 random bits; `randomUUID` would need https, which a machine in the own network may not have. */
export function newIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
