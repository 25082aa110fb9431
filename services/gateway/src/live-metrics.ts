import type { Metrics } from '@sofi/service-kit';
import type { Viewer } from './viewer.js';

/** How the socket is doing: counted when the metrics are read, so that the hot path counts nothing. */
export function showViewers(metrics: Metrics, viewers: () => readonly Viewer[]): void {
  metrics.gauge('sofi_gateway_viewers', 'open browser sockets', () => viewers().length);
  metrics.gauge('sofi_gateway_slow_viewers', 'browser sockets that do not keep up and get the newest state only', () => viewers().filter((one) => one.isSlow).length);
  metrics.gauge('sofi_gateway_waiting_messages', 'messages that wait in memory for slow viewers', () => viewers().reduce((sum, one) => sum + one.waiting, 0));
}
