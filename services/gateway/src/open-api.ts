import { problemField } from '@sofi/contracts';
import { z } from 'zod';
import type { ApiRoute } from './api-routes.js';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the routes, drawn from the schemas that check and encode what travels. */
export function openApi(routes: Readonly<Record<string, ApiRoute>>): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(routes)) {
    const [method, path] = name.split(' ') as [string, string];
    (paths[`/api/v1/${path}`] ??= {})[method.toLowerCase()] = operation(path, route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'SofiTrader',
      version: '1',
      description: 'Times are ms since the epoch in UTC, amounts are dollars. A browser sends its session cookie and X-CSRF-Token, a program an API token.',
    },
    security: [{ token: [] }, { cookie: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' }, cookie: { type: 'apiKey', in: 'cookie', name: 'sofi_session' } },
      responses: { problem: { description: 'RFC 9457 problem details', content: { 'application/problem+json': { schema: wire(problemField) } } } },
    },
  };
}

function operation(path: string, route: ApiRoute): Json {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...(route.query ? queryParameters(wire(route.query)) : []),
    ...(route.headers ?? []).map((name) => ({ name, in: 'header', required: true, schema: { type: 'string' } })),
  ];
  return {
    summary: route.says,
    parameters,
    ...(route.body ? { requestBody: { required: true, content: { 'application/json': { schema: wire(route.body) } } } } : {}),
    responses: {
      [route.status]: { description: 'done', ...(route.answer ? { content: { 'application/json': { schema: wire(route.answer) } } } : {}) },
      default: { $ref: '#/components/responses/problem' },
    },
  };
}

function queryParameters(schema: Json): Json[] {
  const required = new Set((schema['required'] as string[] | undefined) ?? []);
  return Object.entries((schema['properties'] ?? {}) as Json).map(([name, one]) => ({ name, in: 'query', required: required.has(name), schema: one }));
}

/** The side that travels: dollars and texts, not the branded numbers of the core. */
function wire(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}
