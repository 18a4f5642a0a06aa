import type { Pool } from 'pg';
import type { SlotClaim, SlotStore, SlotTerms } from '../../runs/index.js';
import { storing } from '../storing.js';
import { inTransaction } from './in-transaction.js';
import { rowsReturned } from './statements.js';

const NOW = 'statement_timestamp()';
/** One at a time takes slots of a name. Parameter: name. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.shared_slots ' || $1, 0))`;
/** Parameters: name, holder, places, how long. */
const TAKE = `
  WITH dead AS (
    DELETE FROM shared_slots WHERE name = $1 AND holder <> $2 AND until <= ${NOW}
  ), before AS (
    SELECT count(*) AS slots FROM shared_slots
    WHERE name = $1 AND holder <> $2 AND until > ${NOW}
      AND (is_held OR id < coalesce((SELECT id FROM shared_slots WHERE holder = $2), ${'9'.repeat(18)}))
  )
  INSERT INTO shared_slots (name, holder, is_held, until)
  SELECT $1, $2, slots < $3, ${NOW} + $4 * interval '1 millisecond' FROM before
  ON CONFLICT (holder) DO UPDATE SET is_held = excluded.is_held, until = excluded.until
  RETURNING is_held AS "isHeld"`;
/** Parameters: holders, how long. */
const RENEW = `
  UPDATE shared_slots SET until = ${NOW} + $2 * interval '1 millisecond'
  WHERE holder = ANY($1) AND is_held AND until > ${NOW} RETURNING holder`;
const RELEASE = 'DELETE FROM shared_slots WHERE holder = $1';

/** Slots of the processes that share the schema, timed by the database's clock. */
export class PostgresSlots implements SlotStore {
  constructor(private readonly pool: Pool) {}

  async take({ name, holder, places }: SlotClaim, { forMs }: SlotTerms): Promise<boolean> {
    const taking = inTransaction(this.pool, async (client) => {
      await rowsReturned(client, LOCK, [name]);
      return rowsReturned<{ isHeld: boolean }>(client, TAKE, [name, holder, places, forMs]);
    });
    return (await storing(taking))[0]?.isHeld === true;
  }

  async renew(holders: readonly string[], { forMs }: SlotTerms): Promise<readonly string[]> {
    const renewed = await storing(rowsReturned<{ holder: string }>(this.pool, RENEW, [[...holders], forMs]));
    return renewed.map(({ holder }) => holder);
  }

  async release(holder: string): Promise<void> {
    await storing(rowsReturned(this.pool, RELEASE, [holder]));
  }
}
