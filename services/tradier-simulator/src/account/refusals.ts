/** Why the order system says no, in Tradier's own words and with Tradier's own spelling of the codes. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
}

const CLOSING = 'please check open orders.';
const REVIEW = 'please review current position quantity along with open orders for security.';
const CONTACT = 'Please contact the operator of the simulator for questions or concerns';

const MESSAGES = {
  BuyStopOrderStopPriceLessAsk: 'Buy Stop order must have a Stop price greater than the current Ask price',
  DayTraderPatternRestriction: `Your day trade limit exceeded. ${CONTACT}`,
  DayTradingBuyingPowerExceeded: 'There is not enough day trading buying power for the requested order',
  IncorrectOrderQuantity: 'Quantity should be between 1 and 10,000,000',
  IndexOptionsOneExparyDate: 'Multi-leg orders with index options must have all legs within 1 expiration date; time spreads are not allowed on index options',
  InitialMargin: 'You do not have enough buying power for this trade.',
  InvalidOrderExpiration: 'Expiration date must be greater than the current date',
  LongPositionCrossZero: `Sell order is for more shares than your current long position, ${REVIEW}`,
  MarketOrderIsGtc: 'You cannot place market orders with GTC, only day orders are allowed',
  OcoExpirationTypeNotTheSame: 'Expiration type of OCO orders must be the same',
  OcoOrderWithOppositeLegs: 'You cannot place OCO order with orders for the same security and with opposite trade direction',
  OcoPriceDifferenceIsLessThanDelta: 'OCO price difference should be at least 0.01$',
  OrderQuantity: 'You cannot place orders with quantity less than 1',
  OrderWithDifferentSide:
    'You cannot have pending orders with different sides for selected symbol where one is a market order. You must close another pending order in order to place a SHORT order, or try a limit order instead',
  OtoFirstLesIsMarketNotAllowed: 'First market order in OTO is not allowed',
  OtoOcoMarketNotAllowed: 'OCO market orders are not allowed',
  QuotePriceIsInvalid: 'There is no quote for the symbol requested, please contact the simulator to place the order.',
  SellShortOrderLastPriceBelow5: 'Sell Short order cannot be placed for stock priced below $5',
  SellStopOrderStopPriceGreaterBid: 'Sell Stop order must have a Stop price less than the Bid price',
  ShortOptionTradingDeniedForAccount: `Account is restricted for option trading. ${CONTACT}`,
  ShortOrderIsGtc: 'You cannot place short stock orders with GTC, only day orders are allowed',
  ShortPositionCrossZero: `Buy order is for more shares than your current short position, ${REVIEW}`,
  ShortStockTradingDeniedForAccount: `Account is restricted from short sales. ${CONTACT}`,
  ShortTradingDeniedForSecurity: `This symbol is not available for short sales. ${CONTACT}`,
  SpreadTradingDeniedForAccount: `Account is restricted for spread trading. ${CONTACT}`,
  TooSmallEquityForDayTrading: 'Pattern Day Trader Rule violation: Equity balance fell below $25,000',
  UnexpectedBuyOrder: 'Buy order cannot be placed to cover short position, order must be placed as a Buy to Cover',
  UnexpectedBuyOrderOption: 'Buy To Open order cannot be placed to close a short option position, order must be placed as a Buy to Close',
  UnexpectedBuyToCoverOrder: `Buy To Cover order cannot be placed unless closing a short position, ${CLOSING}`,
  UnexpectedBuyToCoverOrderOption: `Buy To Close order cannot be placed unless closing a short option position, ${CLOSING}`,
  UnexpectedSellOrder: `Sell order cannot be placed unless you are closing a long position, ${CLOSING}`,
  UnexpectedSellOrderOption: `Sell to Close order cannot be placed unless you are closing a long option position, ${CLOSING}`,
  UnexpectedSellShortOrder: `Sell short order cannot be placed while you have a current long position, ${CLOSING}`,
  UnexpectedSellShortOrderOption: `Sell to Open order cannot be placed while you have a current long option position, ${CLOSING}`,
  WashTradeAttempt: 'You are unable to place orders on the same security and same price in different direction',
} as const;

export type RefusalCode = keyof typeof MESSAGES;

export function refusal(code: RefusalCode): Refusal {
  return { code, message: MESSAGES[code] };
}
