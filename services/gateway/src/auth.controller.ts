import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { loginBody, type meAnswer } from '@sofi/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Needs, Public } from './access.decorators.js';
import { Access } from './access.js';
import { ROLES, Who, type Person, type Role } from './person.js';
import { parsed } from './problem-answer.js';
import { clearedCookie, sessionCookie } from './session-cookie.js';

const username = z
  .string()
  .trim()
  .regex(/^[\w.@-]{1,80}$/, 'must be 1 to 80 letters, digits or . @ _ -');
const userBody = z.object({ username, password: z.string().min(8, 'must have at least 8 characters').max(200), role: z.enum(ROLES) });
const tokenBody = z.object({ name: z.string().trim().min(1).max(80), username: username.exactOptional() });

@Controller('auth')
export class AuthController {
  constructor(private readonly access: Access) {}

  @Post('login')
  @Public(true)
  @HttpCode(204)
  async login(@Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { username, password } = parsed(loginBody, body);
    const session = await this.access.login(username, password, request.ip);
    void reply.header('set-cookie', sessionCookie(session, request.protocol === 'https'));
  }

  @Post('logout')
  @Needs('viewer')
  @HttpCode(204)
  async logout(@Who() person: Person, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (person.session !== undefined) await this.access.logout(person.session.hash);
    void reply.header('set-cookie', clearedCookie);
  }

  /** `csrfToken` goes into the header X-CSRF-Token of everything that changes something; empty for a program, which needs none. */
  @Get('me')
  me(@Who() { username, role, session }: Person): z.output<typeof meAnswer> {
    return { username, role, csrfToken: session?.csrfToken ?? '' };
  }

  /** A new user, or a new password and role for one that exists. */
  @Post('users')
  @Needs('admin')
  async saveUser(@Body() body: unknown): Promise<{ username: string; role: Role }> {
    const { username, password, role } = parsed(userBody, body);
    await this.access.saveUser(username, password, role);
    return { username, role };
  }

  /** For programs: `Authorization: Bearer <token>` acts as the user named, else as oneself. The answer is the only time that the token is shown. */
  @Post('tokens')
  @Needs('admin')
  async createToken(@Body() body: unknown, @Who() person: Person): Promise<{ id: string; name: string; username: string; token: string }> {
    const { name, username = person.username } = parsed(tokenBody, body);
    return { name, username, ...(await this.access.createToken(name, username)) };
  }
}
