import { startService } from '@sofi/service-kit';
import { StrategyRunnerModule } from './strategy-runner.module.js';

await startService({ name: 'strategy-runner', module: StrategyRunnerModule });
