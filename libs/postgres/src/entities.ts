import type { RiskSettings, StrategyStatus, Timeframe } from '@sofi/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { dollarAmount, integer } from './numbers.js';

/** Rows that are read and written one by one. What is written in bulk (bars, decisions, order events) has its SQL in its store. */
@Entity('checkpoints')
export class CheckpointRow {
  @PrimaryColumn('text') name!: string;
  @Column('bigint', { transformer: integer }) sequence!: number;
  @Column('bigint', { name: 'market_time', transformer: integer }) marketTime!: number;
}

@Entity('strategies')
export class StrategyRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  @Column('text') type!: string;
  @Column('text', { array: true }) symbols!: string[];
  @Column('text') timeframe!: Timeframe;
  @Column('text') account!: string;
  @Column('jsonb') parameters!: Record<string, unknown>;
  @Column('jsonb') risk!: RiskSettings;
  @Column('text') status!: StrategyStatus;
  @Column('bigint', { name: 'created_at', transformer: integer }) createdAt!: number;
  @Column('bigint', { name: 'deleted_at', nullable: true, transformer: integer }) deletedAt!: number | null;
}

@Entity('orders')
export class OrderRow {
  @PrimaryColumn('text', { name: 'order_id' }) orderId!: string;
  @Column('text', { name: 'broker_order_id', nullable: true }) brokerOrderId!: string | null;
  @Column('text') account!: string;
  @Column('text') symbol!: string;
  @Column('text') side!: string;
  @Column('bigint', { transformer: integer }) quantity!: number;
  @Column('text') type!: string;
  @Column('numeric', { name: 'limit_price', nullable: true, transformer: dollarAmount }) limitPrice!: number | null;
  @Column('numeric', { name: 'stop_price', nullable: true, transformer: dollarAmount }) stopPrice!: number | null;
  @Column('text') duration!: string;
  @Column('text') status!: string;
  @Column('bigint', { name: 'filled_quantity', transformer: integer }) filledQuantity!: number;
  @Column('numeric', { name: 'average_fill_price', nullable: true, transformer: dollarAmount }) averageFillPrice!: number | null;
  @Column('text') origin!: string;
  @Column('text', { name: 'strategy_id', nullable: true }) strategyId!: string | null;
  @Column('text') reason!: string;
  @Column('bigint', { name: 'created_at', transformer: integer }) createdAt!: number;
  @Column('bigint', { name: 'updated_at', transformer: integer }) updatedAt!: number;
}

@Entity('ledger_openings')
export class LedgerOpeningRow {
  @PrimaryColumn('text') account!: string;
  @Column('numeric') cash!: string;
  @Column('double precision') leverage!: number;
  @Column('bigint', { transformer: integer }) time!: number;
}

@Entity('positions')
export class PositionsRow {
  @PrimaryColumn('text') account!: string;
  @PrimaryColumn('text') symbol!: string;
  @Column('jsonb') payload!: unknown;
  @Column('bigint', { transformer: integer }) time!: number;
}

@Entity('watchlists')
export class WatchlistRow {
  @PrimaryColumn('text') username!: string;
  @Column('text', { array: true }) symbols!: string[];
}

export type Role = 'viewer' | 'trader' | 'admin';

@Entity('users')
export class User {
  @PrimaryColumn('text') username!: string;
  /** never the password; whoever signs people in decides the format */
  @Column('text', { name: 'password_hash' }) passwordHash!: string;
  @Column('text') role!: Role;
  @Column('bigint', { name: 'created_at', transformer: integer }) createdAt!: number;
}

@Entity('browser_sessions')
export class BrowserSession {
  @PrimaryColumn('text', { name: 'token_hash' }) tokenHash!: string;
  @Column('text') username!: string;
  @Column('text', { name: 'csrf_token' }) csrfToken!: string;
  @Column('bigint', { name: 'created_at', transformer: integer }) createdAt!: number;
  @Column('bigint', { name: 'expires_at', transformer: integer }) expiresAt!: number;
}

@Entity('api_tokens')
export class ApiToken {
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  @Column('text', { name: 'token_hash' }) tokenHash!: string;
  @Column('text') username!: string;
  @Column('bigint', { name: 'created_at', transformer: integer }) createdAt!: number;
  @Column('bigint', { name: 'last_used_at', nullable: true, transformer: integer }) lastUsedAt!: number | null;
}

export const entities = [CheckpointRow, StrategyRow, OrderRow, LedgerOpeningRow, PositionsRow, WatchlistRow, User, BrowserSession, ApiToken];
