export type { Bus, FollowFrom, Message, MessageHandler } from './bus.js';
export { jsonOf } from './bus.js';
export { openBus, type BusOptions } from './nats-bus.js';
export type { BusLog } from './log.js';
export type { Batch } from './batch.js';
export type { Following } from './following.js';
export { CommandRefused } from './command-refused.js';
export { subjectOf } from './asking.js';
