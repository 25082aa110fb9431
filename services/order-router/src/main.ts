import { startService } from '@sofi/service-kit';
import { OrderRouterModule } from './order-router.module.js';

await startService({ name: 'order-router', module: OrderRouterModule });
