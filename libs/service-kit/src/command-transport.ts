import type { CommandName } from '@sofi/contracts';
import { subjectOf, type Bus } from '@sofi/nats';
import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { lastValueFrom, throwError, type Observable } from 'rxjs';
import { answerTo } from './command-answer.js';
import type { Logger } from './logger.js';

/** Nest's message handlers on the service's own connection: one subject a command, raw JSON both ways, replicas share the requests. */
export class CommandTransport extends Server implements CustomTransportStrategy {
  private silence: (() => void)[] = [];

  constructor(
    private readonly bus: Bus,
    private readonly log: Logger,
  ) {
    super();
  }

  listen(ready: () => void): void {
    // patterns are command names, see the decorator
    for (const name of this.messageHandlers.keys() as Iterable<CommandName>) this.silence.push(this.bus.answer(subjectOf(name), (data) => this.reply(name, data)));
    ready();
  }

  close(): void {
    for (const end of this.silence) end();
    this.silence = [];
  }

  on(): never {
    throw new Error('commands have no events of their own');
  }

  unwrap(): never {
    throw new Error('the bus is injected, not unwrapped');
  }

  private reply(name: CommandName, data: Uint8Array): Promise<string> {
    const obey = async (request: unknown): Promise<unknown> => lastValueFrom(this.transformToObservable(await this.getHandlerByPattern(name)?.(request)));
    return answerTo(name, data, obey, (err) => this.log.error({ command: name, err }, 'a command failed'));
  }
}

/** Nest would turn every error of a handler into "Internal server error"; here it goes up as it is, to be sorted into a problem. */
@Catch()
export class PassOn implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
