export { startSimulator, type RunningSimulator } from './simulator.js';
export { readSettings, type Settings } from './settings.js';
