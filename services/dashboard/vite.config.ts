import { riskSettingsField } from '@sofi/contracts';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const GATEWAY = process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:8080';
const SCHEMA_MODULE = 'virtual:risk-settings-schema';

/**
 * The risk form is drawn from the same schema that the server validates with. It is turned into JSON Schema
 * while bundling, so that the validator itself stays out of the bundle.
 */
function riskSettingsSchema(): Plugin {
  return {
    name: 'risk-settings-schema',
    resolveId: (id) => (id === SCHEMA_MODULE ? `\0${SCHEMA_MODULE}` : undefined),
    load: (id) => (id === `\0${SCHEMA_MODULE}` ? `export default ${JSON.stringify(riskSettingsField.toJSONSchema({ io: 'input' }))};` : undefined),
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwind(), riskSettingsSchema()],
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: {
      '/api': { target: GATEWAY },
      '/ws': { target: GATEWAY, ws: true },
    },
  },
});
