import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, IDS, type Clock, type IdGenerator } from '../../common/index.js';
import { APP_CONFIG, type AppConfig } from '../../config/index.js';
import type { LeaseTerms } from '../run.repository.js';

/** This process, as the owner of leases. */
@Injectable()
export class LeaseOwner {
  private readonly owner: string;

  constructor(
    @Inject(IDS) ids: IdGenerator,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {
    this.owner = `${hostname()}/${process.pid}/${ids.requestId()}`;
  }

  /** The terms of a lease that begins, or is renewed, now. */
  terms(): LeaseTerms {
    const until = new Date(this.clock.now().getTime() + this.config.RUN_LEASE_MS);
    return { owner: this.owner, until: until.toISOString() };
  }
}
