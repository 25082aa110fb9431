import { expect } from 'chai';
import { z } from 'zod';
import { plainWords, problemOfIssues } from './problem.js';

const schema = z.object({
  period: z.number().int().min(2).max(200),
  stop: z.number().gt(0).lt(100),
  name: z.string().min(1).max(3),
  symbols: z.array(z.string()).min(1),
  timeframe: z.enum(['1m', '5m']),
  quantity: z.number('must be whole shares'),
});

describe('a problem in plain words', () => {
  const fine = { period: 14, stop: 2, name: 'x', symbols: ['A'], timeframe: '1m', quantity: 1 };
  const table: [string, unknown, string][] = [
    ['period', -5, 'must be at least 2'],
    ['period', 201, 'must be at most 200'],
    ['period', 'many', 'must be a number'],
    ['period', undefined, 'is needed'],
    ['stop', 0, 'must be above 0'],
    ['stop', 100, 'must be below 100'],
    ['name', '', 'must not be empty'],
    ['name', 'long', 'must have at most 3 characters'],
    ['symbols', [], 'must have at least 1'],
    ['timeframe', 'banana', 'must be one of 1m, 5m'],
    ['quantity', 'ten', 'must be whole shares'],
  ];
  for (const [field, value, words] of table) {
    it(`${field} ${JSON.stringify(value) ?? 'missing'}: ${words}`, () => {
      const input = { ...fine, [field]: value };
      const result = schema.safeParse(input, { error: plainWords });
      if (result.success) throw new Error('it was accepted');
      const { status, detail, errors } = problemOfIssues(result.error, input);
      expect({ status, detail }).to.deep.equal({ status: 422, detail: `${field}: ${words}` });
      expect(errors).to.have.length(1);
      expect(errors[0]).to.include({ field, message: words });
    });
  }
});
