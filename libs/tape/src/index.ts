export * from './always-open.js';
export * from './market-steps.js';
export * from './minute.js';
export * from './read-tape.js';
export * from './with-clock.js';
export * from './write-tape.js';
export { LISTINGS, listingOf, type Listing } from './generator/listings.js';
export { uniform } from './generator/noise.js';
export { MadeMarket } from './generator/made-market.js';
