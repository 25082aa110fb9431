import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { commands, orderBody, orderIdField, type orderAnswer, type orderDetailAnswer, type placedAnswer, problem } from '@sofi/contracts';
import { ORDER_STATES } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Accounts } from './accounts.js';
import { isIdempotencyKey, manualOrderId, ticketRequest, type OrderTicket } from './manual-order.js';
import { KnownSymbols } from './known-symbols.js';
import { MarketTime } from './market-time.js';
import { OrderBook } from './order-book.js';
import { Who, type Person } from './person.js';
import { parsed, Refusal } from './problem-answer.js';

type Placed = z.input<typeof placedAnswer>;
const previewReply = commands['order-router.preview'].reply;
const listQuery = z.object({
  strategy: z.string().exactOptional(),
  status: z.enum(ORDER_STATES).exactOptional(),
  before: z.coerce.number().int().exactOptional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/** The blotter and the ticket. A ticket goes through the same gate as a strategy's wish; a refused one is in the blotter, too. */
@Controller('orders')
export class OrdersController {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    private readonly book: OrderBook,
    private readonly accounts: Accounts,
    private readonly time: MarketTime,
    private readonly symbols: KnownSymbols,
  ) {}

  @Get()
  async list(@Query() input: unknown): Promise<{ orders: z.input<typeof orderAnswer>[] }> {
    return { orders: await this.book.list(parsed(listQuery, input)) };
  }

  @Get(':orderId')
  detail(@Param('orderId') orderId: string): Promise<z.input<typeof orderDetailAnswer>> {
    return this.book.detail(parsed(orderIdField, orderId));
  }

  /** Sending the same key again answers for the same order and places nothing. */
  @Post()
  @HttpCode(202)
  async place(@Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Who() person: Person): Promise<Placed> {
    const ticket = parsed(orderBody, body);
    if (!isIdempotencyKey(key)) {
      const rule = 'is needed: 1 to 255 printable characters without spaces, new for each order and the same when a send is repeated';
      throw new Refusal(problem(422, `Idempotency-Key ${rule}`, [{ field: 'Idempotency-Key', message: rule, ...(key === undefined ? {} : { value: key }) }]));
    }
    const id = manualOrderId(person.username, key);
    await this.book.mustBeSameTicket(id, ticket);
    return this.bus.ask('order-router.place', ticketRequest(id, ticket, await this.from(ticket, person)));
  }

  /** What the gate and the broker would say, and what it would cost. Nothing is kept. */
  @Post('preview')
  @HttpCode(200)
  async preview(@Body() body: unknown, @Who() person: Person): Promise<z.input<typeof previewReply>> {
    const ticket = parsed(orderBody, body);
    const id = manualOrderId(person.username, randomUUID());
    return z.encode(previewReply, await this.bus.ask('order-router.preview', ticketRequest(id, ticket, await this.from(ticket, person))));
  }

  @Delete(':orderId')
  @HttpCode(202)
  cancel(@Param('orderId') orderId: string, @Who() person: Person): Promise<Placed> {
    return this.bus.ask('order-router.cancel', { orderId: parsed(orderIdField, orderId), user: person.username });
  }

  private async from(ticket: OrderTicket, person: Person): Promise<{ user: string; account: string; time: number }> {
    await this.symbols.check('symbol', ticket.symbol);
    return { user: person.username, account: await this.accounts.accountFor(ticket.account), time: this.time.now() };
  }
}
