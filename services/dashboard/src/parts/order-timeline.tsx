import { timeOfDay } from '../logic/new-york-clock.js';
import { eventWords } from '../logic/order-words.js';
import type { OrderEvent } from '../wire.js';
import { Dot } from './badge.js';

/** Every step of an order's life, oldest first, each with its reason. */
export function OrderTimeline({ events }: { events: readonly OrderEvent[] }) {
  return (
    <ol className="flex flex-col" aria-label="Timeline">
      {events.map((event, index) => {
        const { title, detail, tone } = eventWords(event);
        return (
          <li key={event.sequence} data-testid="order-event" data-type={event.type} className="grid grid-cols-[auto_1fr] gap-x-3 text-[13px]">
            <span className="flex flex-col items-center pt-1.5">
              <Dot tone={tone} />
              {index < events.length - 1 && <span aria-hidden className="my-1 w-px flex-1 bg-base-300" />}
            </span>
            <div className="min-w-0 pb-3">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-medium">{title}</span>
                <time className="text-xs text-soft">{timeOfDay(event.time)}</time>
              </p>
              {detail && <p className="text-soft">{detail}</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
