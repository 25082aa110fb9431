import { readFileSync } from 'node:fs';
import type { Route } from './router.js';

/** The page for a person, as files: they are beside the sources, for they are not compiled. */
const FOLDER = new URL('../../../page/', import.meta.url);
const FILES = [
  { pattern: '/', file: 'index.html', type: 'text/html' },
  { pattern: '/page.css', file: 'page.css', type: 'text/css' },
  { pattern: '/page.js', file: 'page.js', type: 'text/javascript' },
] as const;

export function pageRoutes(): Route[] {
  return FILES.map(({ pattern, file, type }) => {
    const body = readFileSync(new URL(file, FOLDER), 'utf8');
    return { method: 'GET', pattern, rate: 'none', answer: () => ({ kind: 'file', status: 200, type: `${type}; charset=utf-8`, body }) };
  });
}
