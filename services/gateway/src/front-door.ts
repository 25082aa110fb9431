import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { securityHeaders } from './security-headers.js';
import type { StaticFile, StaticFiles } from './static-files.js';

const SERVED_BY_ROUTES = /^\/(api|health|metrics|ws)(\/|$)/;

/** Before any route: the headers of every answer, and the dashboard's files. What is neither a file nor a page goes on to the routes. */
export function installFrontDoor(server: FastifyInstance, files: StaticFiles): void {
  server.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders);
    const path = request.url.split('?', 1)[0]!;
    if (SERVED_BY_ROUTES.test(path)) {
      void reply.header('cache-control', 'no-store');
      return undefined;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
    const file = await files.find(path);
    return file ? sendFile(request, reply, file) : undefined;
  });
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: StaticFile): FastifyReply {
  void reply.headers({ 'content-type': file.type, 'cache-control': file.cacheControl, etag: file.etag, vary: 'accept-encoding' });
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
  if (!file.gzipped || !/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(file.body);
  return reply.header('content-encoding', 'gzip').send(file.gzipped);
}
