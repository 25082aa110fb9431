import { Controller, Inject } from '@nestjs/common';
import type { CommandReply, CommandRequest } from '@sofi/contracts';
import { Command } from '@sofi/service-kit';
import { Counter } from './counter.js';
import { Floor } from './floor.js';

@Controller()
export class CommandsController {
  constructor(
    @Inject(Counter) private readonly counter: Counter,
    @Inject(Floor) private readonly floor: Floor,
  ) {}

  @Command('order-router.place')
  place(request: CommandRequest<'order-router.place'>): Promise<CommandReply<'order-router.place'>> {
    return this.counter.place(request);
  }

  @Command('order-router.cancel')
  cancel(request: CommandRequest<'order-router.cancel'>): Promise<CommandReply<'order-router.cancel'>> {
    return this.counter.cancel(request);
  }

  @Command('order-router.preview')
  preview(request: CommandRequest<'order-router.preview'>): Promise<CommandReply<'order-router.preview'>> {
    return this.counter.preview(request);
  }

  @Command('order-router.check')
  check(request: CommandRequest<'order-router.check'>): Promise<CommandReply<'order-router.check'>> {
    return this.counter.check(request);
  }

  @Command('order-router.flatten')
  flatten(request: CommandRequest<'order-router.flatten'>): Promise<CommandReply<'order-router.flatten'>> {
    return this.counter.flatten(request);
  }

  @Command('order-router.account')
  account(): Promise<CommandReply<'order-router.account'>> {
    return this.counter.account();
  }

  @Command('order-router.reconcile')
  reconcile(): Promise<CommandReply<'order-router.reconcile'>> {
    return this.floor.board.reconcile();
  }
}
