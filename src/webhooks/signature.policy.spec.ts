import { expect, it } from '@jest/globals';
import { signatureOf } from './signature.policy.js';

it('is the signature of the Standard Webhooks, one for each secret', () => {
  // The example of the specification.
  const webhook = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1_614_265_330,
    body: '{"test": 2432232314}',
  };
  const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
  const known = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
  expect(signatureOf(webhook, [secret])).toBe(known);
  expect(signatureOf(webhook, [secret, Buffer.from('another')])).toMatch(/^v1,g0hM9\S+ v1,\S+$/);
});
