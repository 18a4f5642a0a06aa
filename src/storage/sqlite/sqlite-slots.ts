import { LEASE_TOLERANCE_MS, type SlotClaim, type SlotStore, type SlotTerms } from '../../runs/index.js';
import { storing } from '../storing.js';
import { rowsReturned } from './statements.js';
import type { TransactionQueue } from './transaction-queue.js';

/** Parameters: now, the latest moment at which what is not void can have been told. */
const DELETE_DEAD = 'DELETE FROM shared_slots WHERE until <= ? OR since > ?';
/** Parameters: name, holder, places, since, until. */
const TAKE = `
  INSERT INTO shared_slots (name, holder, is_held, since, until)
  VALUES (?1, ?2,
    (SELECT count(*) FROM shared_slots
     WHERE name = ?1 AND holder <> ?2
       AND (is_held OR id < coalesce((SELECT id FROM shared_slots WHERE holder = ?2), 9e18))) < ?3,
    ?4, ?5)
  ON CONFLICT (holder) DO UPDATE SET is_held = excluded.is_held, since = excluded.since, until = excluded.until
  RETURNING is_held AS isHeld`;
/** Parameters: since, until, holder. */
const RENEW = 'UPDATE shared_slots SET since = ?, until = ? WHERE holder = ? AND is_held RETURNING holder';
const RELEASE = 'DELETE FROM shared_slots WHERE holder = ?';

/** Slots of the processes that share the file. */
export class SqliteSlots implements SlotStore {
  constructor(private readonly transactions: TransactionQueue) {}

  async take({ name, holder, places }: SlotClaim, { now, forMs }: SlotTerms): Promise<boolean> {
    const taking = this.transactions.submit(async (connection) => {
      await connection.query(DELETE_DEAD, [now, now + LEASE_TOLERANCE_MS]);
      const values = [name, holder, places, now, now + forMs];
      return rowsReturned<{ isHeld: number }>(connection, TAKE, values);
    });
    return (await storing(taking))[0]?.isHeld === 1;
  }

  async renew(holders: readonly string[], { now, forMs }: SlotTerms): Promise<readonly string[]> {
    const renewing = this.transactions.submit(async (connection) => {
      await connection.query(DELETE_DEAD, [now, now + LEASE_TOLERANCE_MS]);
      const kept: string[] = [];
      for (const holder of holders) {
        const renewed = await rowsReturned<object>(connection, RENEW, [now, now + forMs, holder]);
        if (renewed.length > 0) kept.push(holder);
      }
      return kept;
    });
    return storing(renewing);
  }

  async release(holder: string): Promise<void> {
    await storing(this.transactions.submit((connection) => connection.query(RELEASE, [holder])));
  }
}
