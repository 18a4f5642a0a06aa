import type { Client } from 'openapi-fetch';
import type { components, paths } from './openapi.js';

/** Never called: `npm run types` finds each of these mistakes, and fails when it finds one no more. */
export async function mistakes(
  client: Client<paths>,
  seed: components['schemas']['Seed'],
): Promise<unknown[]> {
  // @ts-expect-error there is no such route
  await client.POST('/simulations', { body: { seed } });
  // @ts-expect-error the seed is missing
  await client.POST('/simulate', { body: { rounds: 3 } });
  // @ts-expect-error the number of rounds is a number
  await client.POST('/simulate', { body: { seed, rounds: 'three' } });
  // @ts-expect-error no run is named
  await client.GET('/runs/{run_id}');
  const { data, error } = await client.POST('/simulate', { body: { seed } });
  // @ts-expect-error runs have no such field
  const status = data?.run_status;
  // @ts-expect-error there is no such code
  const isFailed = error?.error_code === 'ORCH_STAGE_FAILD';
  return [status, isFailed];
}
