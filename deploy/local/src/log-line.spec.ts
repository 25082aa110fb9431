import { expect } from 'chai';
import { worthShowing } from './log-line.js';

describe('log line', () => {
  it('keeps everyday records off the terminal and shows warnings and errors with their cause', () => {
    expect(worthShowing('{"level":30,"msg":"bar closed"}', 'stdout')).to.equal(undefined);
    expect(worthShowing('{"level":40,"msg":"the stream is quiet"}', 'stdout')).to.equal('the stream is quiet');
    expect(worthShowing('{"level":50,"msg":"cannot store","err":{"message":"disk full"}}', 'stdout')).to.equal('cannot store: disk full');
  });

  it('shows what is no record only where it came over stderr', () => {
    expect(worthShowing('listening', 'stdout')).to.equal(undefined);
    expect(worthShowing('', 'stderr')).to.equal(undefined);
    expect(worthShowing('Error: boom', 'stderr')).to.equal('Error: boom');
    expect(worthShowing('{"level":', 'stderr')).to.equal('{"level":');
  });
});
