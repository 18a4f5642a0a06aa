import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, IDS, wallNow, type Clock, type IdGenerator } from '../../common/index.js';
import type { LeaseTerms } from '../ports/lease-store.js';
import { RUNS_OPTIONS, type RunsOptions } from '../runs.options.js';

/** This process, as the owner of leases. */
@Injectable()
export class LeaseOwner {
  private readonly owner: string;

  constructor(
    @Inject(IDS) ids: IdGenerator,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {
    this.owner = `${hostname()}/${process.pid}/${ids.requestId()}`;
  }

  /** The terms of a lease that begins, or is renewed, now. */
  terms(): LeaseTerms {
    const since = wallNow(this.clock);
    const until = new Date(since.getTime() + this.options.leaseMs);
    return { owner: this.owner, since: since.toISOString(), until: until.toISOString() };
  }

  /** The moment at which leases are looked at, ISO 8601: by the wall clock, which all processes share. */
  now(): string {
    return wallNow(this.clock).toISOString();
  }
}
