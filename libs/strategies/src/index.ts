export * from './strategy.js';
export * from './registry.js';
