export * from './indicator.js';
export * from './rsi.js';
