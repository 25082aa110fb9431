import { RuleError, UnavailableError } from '@sofi/domain';
import { CommandRefused } from '@sofi/nats';
import { expect } from 'chai';
import { answerTo } from './command-answer.js';

const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

async function answer(
  request: unknown,
  obey: (request: unknown) => unknown,
): Promise<{ ok: boolean; value?: unknown; problem?: { status: number; detail: string; errors: unknown[] }; faults: unknown[] }> {
  const faults: unknown[] = [];
  const text = await answerTo(
    'order-router.cancel',
    bytes(request),
    async (decoded) => obey(decoded),
    (error) => faults.push(error),
  );
  return { ...JSON.parse(text), faults };
}

const request = { orderId: '1-AAPL-10', user: 'ann' };
const reply = { orderId: '1-AAPL-10', status: 'cancelling', reason: '' };

describe('the answer to a command', () => {
  it('is the reply by the contract', async () => {
    expect(await answer(request, () => reply)).to.deep.equal({ ok: true, value: reply, faults: [] });
  });

  it('names each field of a request that breaks the contract, and does not obey', async () => {
    const { ok, problem } = await answer({ orderId: 'no spaces!' }, () => expect.fail('obeyed'));
    expect(ok).to.equal(false);
    expect(problem?.status).to.equal(422);
    expect(problem?.errors).to.have.length(2);
    expect(problem?.errors[0]).to.include({ field: 'orderId', value: 'no spaces!' });
    expect(problem?.errors[1]).to.include({ field: 'user' });
  });

  const refusals: { name: string; error: Error; status: number }[] = [
    { name: 'a broken rule', error: new RuleError('orderId', 'x', 'must be a working order'), status: 422 },
    { name: 'a refusal with a status', error: CommandRefused.because(404, 'there is no order x'), status: 404 },
    { name: 'somebody else who does not answer', error: new UnavailableError('the broker does not answer'), status: 503 },
  ];
  for (const { name, error, status } of refusals) {
    it(`${name} is a problem ${status} with the reason`, async () => {
      const { problem, faults } = await answer(request, () => {
        throw error;
      });
      expect(problem).to.include({ status, detail: error.message });
      expect(faults).to.deep.equal([]);
    });
  }

  it('hides a fault of our own from the sender, and tells it to the log', async () => {
    const fault = new TypeError('password is undefined');
    const { problem, faults } = await answer(request, () => {
      throw fault;
    });
    expect(problem?.status).to.equal(500);
    expect(problem?.detail).not.to.contain('password');
    expect(faults).to.deep.equal([fault]);
  });

  it('counts a reply that breaks the contract as a fault', async () => {
    const { problem, faults } = await answer(request, () => ({ status: 7 }));
    expect(problem?.status).to.equal(500);
    expect(faults).to.have.length(1);
  });

  it('refuses what is not JSON', async () => {
    expect((await answer('{', () => reply)).problem?.status).to.equal(400);
  });
});
