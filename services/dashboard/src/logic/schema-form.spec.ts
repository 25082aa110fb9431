import { expect } from 'chai';
import { byField, complaint, complaints, fieldsOf, rangeWords, serverWord, textsOf, valuesOf } from './schema-form.js';

const schema = {
  type: 'object',
  properties: {
    period: { type: 'integer', minimum: 2, maximum: 100, default: 14, title: 'RSI period', description: '14 is standard' },
    oversold: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 100, default: 30 },
    allowShort: { type: 'boolean', default: false },
    source: { enum: ['close', 'typical'], default: 'typical' },
    endless: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 },
  },
};
const fields = fieldsOf(schema);
const [period, oversold, , source, endless] = fields;

describe('a form drawn from a schema', () => {
  it('has a field for each property, in order, with title, hint and default', () => {
    expect(fields.map((field) => [field.name, field.kind, field.title, field.initial])).to.deep.equal([
      ['period', 'integer', 'RSI period', '14'],
      ['oversold', 'number', 'Oversold', '30'],
      ['allowShort', 'boolean', 'Allow short', 'false'],
      ['source', 'choice', 'Source', 'typical'],
      ['endless', 'integer', 'Endless', '0'],
    ]);
  });
  it('says the range in words', () => {
    expect(rangeWords(period!)).to.equal('2 to 100');
    expect(rangeWords(oversold!)).to.equal('above 0, below 100');
    expect(rangeWords(endless!), 'nobody reads 9007199254740991').to.equal('at least 0');
  });
  it('complains in words, and only about what is wrong', () => {
    expect(complaint(period!, '14')).to.equal(undefined);
    expect(complaint(period!, '1')).to.equal('must be 2 to 100');
    expect(complaint(period!, '2.5')).to.equal('must be a whole number');
    expect(complaint(period!, '')).to.equal('must be a number');
    expect(complaint(oversold!, '0')).to.equal('must be above 0, below 100');
    expect(complaint(source!, 'volume')).to.equal('must be one of close, typical');
    expect(complaints(fields, { ...textsOf(fields), period: 'x' }, 'parameters')).to.deep.equal({ 'parameters.period': 'must be a number' });
  });
  it('opens with what is stored, not with the defaults', () => {
    expect(textsOf(fields, { period: 21, source: 'close' })).to.include({ period: '21', source: 'close', oversold: '30' });
  });
  it('sends numbers as numbers and switches as booleans', () => {
    expect(valuesOf(fields, textsOf(fields))).to.deep.equal({ period: 14, oversold: 30, allowShort: false, source: 'typical', endless: 0 });
  });
  it('finds the place of what the server complains about', () => {
    const found = byField([
      { field: 'draft.parameters.oversold', message: 'must be below overbought' },
      { field: 'stopLossPct', message: 'too much' },
    ]);
    expect(serverWord(found, 'parameters', 'oversold')).to.equal('must be below overbought');
    expect(serverWord(found, 'risk', 'stopLossPct')).to.equal('too much');
  });
});
