import type { CommandName, CommandReply, CommandRequest } from '@sofi/contracts';
import { UseFilters } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { PassOn } from './command-transport.js';

type Obey<N extends CommandName> = (request: CommandRequest<N>) => Promise<CommandReply<N>> | CommandReply<N>;

/**
 * Makes a controller's method obey a command of the contracts. It is handed the checked, decoded request and answers a reply that is encoded
 * after it. To refuse it throws a RuleError (field, value, rule) or a CommandRefused (any status).
 */
export function Command<N extends CommandName>(name: N) {
  return <F extends Obey<N>>(target: object, key: string, descriptor: TypedPropertyDescriptor<F>): void => {
    MessagePattern<string>(name)(target, key, descriptor);
    UseFilters(PassOn)(target, key, descriptor);
  };
}
