import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Tradier's gateway answers, for every path alike, to a token that it does not take. */
const REFUSAL = JSON.stringify({ fault: { faultstring: 'Invalid Access Token', detail: { errorcode: 'keymanagement.service.invalid_access_token' } } });

/** Stands before a broker's REST side and takes its token away while the clients run. */
export class RevocableToken {
  private revoked = false;

  private constructor(
    private readonly server: Server,
    private readonly broker: URL,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => (this.revoked ? refuse(request, response) : this.pass(request, response)));
  }

  /** @param broker address with the version: `http://host:port/v1` */
  static async before(broker: string): Promise<RevocableToken> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RevocableToken(server, new URL(broker));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  revoke(): void {
    this.revoked = true;
  }

  giveBack(): void {
    this.revoked = false;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const { method, headers, url: path } = request;
    const onward = ask({ host: this.broker.hostname, port: this.broker.port, path, method, headers: { ...headers, host: this.broker.host } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(401, { 'content-type': 'application/json' }).end(REFUSAL);
}
