import { startService } from '@sofi/service-kit';
import { MarketDataModule } from './market-data.module.js';

await startService({ name: 'market-data', module: MarketDataModule });
