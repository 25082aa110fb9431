import { Reflector } from '@nestjs/core';
import type { Role } from './person.js';

/** Needs no login. */
export const Public = Reflector.createDecorator<true>();
/** Needs this role or a higher one. Where a route says nothing, reading needs a viewer and everything else a trader. */
export const Needs = Reflector.createDecorator<Role>();
