export { apiRoutes, type ApiRoute } from './api-routes.js';
export { gatewayConfig, type GatewayConfig } from './config.js';
export { GatewayModule } from './gateway.module.js';
export { openApi } from './open-api.js';
export { gatewayAdapter, prepare } from './prepare.js';
