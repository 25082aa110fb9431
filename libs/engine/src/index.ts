export * from './resting-order.js';
export * from './simulated-market.js';
