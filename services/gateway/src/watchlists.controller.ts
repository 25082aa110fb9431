import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { watchlistBody } from '@sofi/contracts';
import { equitySymbol, type EquitySymbol } from '@sofi/domain';
import { Needs } from './access.decorators.js';
import { Who, type Person } from './person.js';
import { parsed } from './problem-answer.js';
import { Watchlists } from './watchlists.js';

interface Watchlist {
  readonly symbols: readonly EquitySymbol[];
}

/** Everybody has a list of his own, viewers too. */
@Controller('watchlists')
@Needs('viewer')
export class WatchlistsController {
  constructor(private readonly watchlists: Watchlists) {}

  @Get()
  async list(@Who() person: Person): Promise<Watchlist> {
    return { symbols: await this.watchlists.of(person.username) };
  }

  @Post()
  async add(@Body() body: unknown, @Who() person: Person): Promise<Watchlist> {
    return { symbols: await this.watchlists.add(person.username, equitySymbol(parsed(watchlistBody, body).symbol)) };
  }

  @Delete(':symbol')
  async remove(@Param('symbol') name: string, @Who() person: Person): Promise<Watchlist> {
    return { symbols: await this.watchlists.remove(person.username, equitySymbol(name)) };
  }
}
