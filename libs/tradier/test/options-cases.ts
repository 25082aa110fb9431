import type { EndpointCase } from './endpoint-case.js';

export const OPTION_CASES = {
  'options.chain': {
    call: async (client) => {
      const [option] = await client.options.chain('TSLA', '2024-01-19', { greeks: true });
      return [option?.symbol, option?.strike, option?.option_type, option?.expiration_date, option?.expiration_type, option?.greeks];
    },
    path: '/markets/options/chains',
    query: { symbol: 'TSLA', expiration: '2024-01-19', greeks: 'true' },
    answer: {
      options: {
        option: {
          symbol: 'TSLA240119P00250000',
          type: 'option',
          strike: 250.0,
          option_type: 'put',
          expiration_date: '2024-01-19',
          expiration_type: 'standard',
          greeks: {
            delta: -0.96,
            gamma: 0.005,
            theta: -0.088,
            vega: 0.024,
            rho: 0.0016,
            phi: -0.0017,
            bid_iv: 0.0,
            mid_iv: 0.5688,
            ask_iv: 0.5688,
            smv_vol: 0.471,
            updated_at: '2024-01-12 15:59:03',
          },
        },
      },
    },
    gives: [
      'TSLA240119P00250000',
      250,
      'put',
      '2024-01-19',
      'standard',
      {
        delta: -0.96,
        gamma: 0.005,
        theta: -0.088,
        vega: 0.024,
        rho: 0.0016,
        phi: -0.0017,
        bid_iv: 0,
        mid_iv: 0.5688,
        ask_iv: 0.5688,
        smv_vol: 0.471,
        updated_at: '2024-01-12 15:59:03',
      },
    ],
  },
  'options.strikes': {
    call: (client) => client.options.strikes('SPX', '2024-01-19', { includeAllRoots: true }),
    path: '/markets/options/strikes',
    query: { symbol: 'SPX', expiration: '2024-01-19', includeAllRoots: 'true' },
    answer: { strikes: { strike: 4700.0 } },
    gives: [4700],
  },
  'options.expirations': {
    call: (client) => client.options.expirations('F', { includeAllRoots: true, strikes: true, contractSize: true, expirationType: true }),
    path: '/markets/options/expirations',
    query: { symbol: 'F', includeAllRoots: 'true', strikes: 'true', contractSize: 'true', expirationType: 'true' },
    answer: { expirations: { expiration: [{ date: '2023-11-10', contract_size: 100, expiration_type: 'weeklys', strikes: { strike: [12.0, 13.0] } }] } },
    gives: [{ date: '2023-11-10', contract_size: 100, expiration_type: 'weeklys', strikes: [12, 13] }],
  },
  'options.lookup': {
    call: (client) => client.options.lookup('SPY'),
    path: '/markets/options/lookup',
    query: { underlying: 'SPY' },
    answer: { symbols: [{ rootSymbol: 'SPY', options: ['SPY210331C00300000'] }] },
    gives: [{ rootSymbol: 'SPY', options: ['SPY210331C00300000'] }],
  },
} satisfies Record<string, EndpointCase>;
