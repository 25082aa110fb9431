import './data/theme.js';
import './app.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { queryClient } from './data/query-client.js';
import { closeMenusByThemselves } from './parts/close-menus.js';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');
closeMenusByThemselves();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
