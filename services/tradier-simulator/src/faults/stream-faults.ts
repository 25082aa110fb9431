import type { FaultPlan, StreamName } from './fault-plan.js';
import { FaultyOutlet, type Line } from './faulty-outlet.js';

/** The open connections of both streams, each where a fault can reach it. */
export class StreamFaults {
  private readonly open = new Set<FaultyOutlet>();

  /** `voidSessions`: no session id of the stream is valid any more */
  constructor(
    private readonly plan: FaultPlan,
    private readonly voidSessions: (stream: StreamName) => void,
  ) {}

  outlet(line: Line, stream: StreamName): FaultyOutlet {
    const outlet = new FaultyOutlet(line, stream, this.plan, () => this.voidSessions(stream));
    this.open.add(outlet);
    return outlet;
  }

  gone(outlet: FaultyOutlet): void {
    this.open.delete(outlet);
    outlet.gone();
  }

  /** A fault has been armed. */
  meet(): void {
    for (const outlet of this.open) outlet.meet();
  }
}
