import { readConfig, startService } from '@sofi/service-kit';
import { gatewayConfig } from './config.js';
import { GatewayModule } from './gateway.module.js';
import { gatewayAdapter, prepare } from './prepare.js';

await startService({ name: 'gateway', module: GatewayModule.of(() => readConfig(gatewayConfig)), adapter: gatewayAdapter(), prepare });
