import { alertMessage, encode, subjects, type Alert } from '@sofi/contracts';
import type { Bus } from '@sofi/nats';
import type { Logger } from './logger.js';

/** What a person is told: what is wrong, and what to do about it. */
export type Notice = Pick<Alert, 'severity' | 'what' | 'whatToDo'>;

/** Tells people what needs them. A trouble is told when it begins and when it is over, not each time that it is found to stand. */
export class Alerts {
  private readonly standing = new Set<string>();

  constructor(
    private readonly service: string,
    private readonly bus: Pick<Bus, 'record'>,
    private readonly log: Pick<Logger, 'warn' | 'error'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** The trouble of this name stands. */
  stands(trouble: string, notice: Notice): void {
    if (this.standing.has(trouble)) return;
    this.standing.add(trouble);
    this.log.warn(`${notice.what}: ${notice.whatToDo}`);
    this.tell(trouble, notice);
  }

  /** It is over, if it stood. */
  over(trouble: string, what: string): void {
    if (this.standing.delete(trouble)) this.tell(trouble, { severity: 'info', what, whatToDo: 'Nothing.' });
  }

  private tell(trouble: string, notice: Notice): void {
    const time = this.now();
    const alert = { id: `${this.service}-${trouble}-${time}`, service: this.service, time, ...notice };
    this.bus.record(subjects.alert(notice.severity), encode(alertMessage, alert), alert.id).catch((error: unknown) => this.log.error(`an alert was not stored: ${String(error)}`));
  }
}
