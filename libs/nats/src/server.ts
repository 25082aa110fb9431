export * from './server-binary.js';
export * from './nats-server.js';
