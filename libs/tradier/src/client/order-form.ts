import { dollars, price as rounded } from '@sofi/domain';
import type { Given } from './calls.js';
import type { Member, OrderChange, OrderRequest } from './order-request.js';

/** An order as the form that Tradier takes: groups and spreads count their parts, `symbol[0]`, and what is not said is not sent. */
export function formOf(order: OrderRequest): Given {
  switch (order.class) {
    case 'equity':
    case 'option':
      return { class: order.class, ...single(order), duration: order.duration, tag: order.tag };
    case 'multileg':
    case 'combo':
      return {
        class: order.class,
        symbol: order.symbol,
        type: order.type,
        duration: order.duration,
        price: 'price' in order ? amount(order.price) : undefined,
        ...counted(order.legs.map((leg) => ({ option_symbol: 'option_symbol' in leg ? leg.option_symbol : undefined, side: leg.side, quantity: leg.quantity }))),
        tag: order.tag,
      };
    // a `symbol` beside `symbol[0]` is refused
    case 'oto':
    case 'oco':
    case 'otoco':
      return { class: order.class, duration: order.duration, ...counted(order.orders.map((member) => ({ ...single(member), duration: member.duration }))), tag: order.tag };
  }
}

export function changeForm(change: OrderChange): Given {
  const { type, duration } = change;
  return { type, duration, ...amounts(change) };
}

function single(order: Member): Given {
  return {
    symbol: order.symbol,
    option_symbol: 'option_symbol' in order ? order.option_symbol : undefined,
    side: order.side,
    quantity: order.quantity,
    type: order.type,
    ...amounts(order),
  };
}

function amounts(of: object): Given {
  return { price: 'price' in of ? amount(of.price) : undefined, stop: 'stop' in of ? amount(of.stop) : undefined };
}

/** Plain decimals, at most six. */
function amount(value: unknown): number | undefined {
  return typeof value === 'number' ? dollars(rounded(value)) : undefined;
}

function counted(parts: readonly Given[]): Given {
  return Object.fromEntries(parts.flatMap((part, index) => Object.entries(part).map(([key, value]) => [`${key}[${index}]`, value])));
}
