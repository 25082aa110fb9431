import { startService } from '@sofi/service-kit';
import { CandleAggregatorModule } from './candle-aggregator.module.js';

await startService({ name: 'candle-aggregator', module: CandleAggregatorModule });
