import { Logger } from '@nestjs/common';
import { Slots, wallNow, type Clock } from '../../common/index.js';
import type { SlotClaim, SlotStore, SlotTerms } from '../ports/slot-store.js';

/** How long a slot is held without a renewal: whoever dies with one gives it back then. In milliseconds. */
const HELD_MS = 8_000;
const RENEW_EVERY_MS = 2_000;
/** How often whoever is next in this process asks for a slot that others have, in milliseconds. */
const ASK_EVERY_MS = 50;

/** A slot of this process. */
interface HeldSlot {
  readonly lost: AbortController;
  /** By the clock's monotonic counter. */
  renewedAt: number;
}

/** The time of a slot was over before it could be renewed: others may have it. */
export class SlotLostError extends Error {
  override readonly name = 'SlotLostError';
  constructor() {
    super('The slot could not be renewed in time.');
  }
}

/** Lets only so many go on at a time, over all processes on a store; the others wait in the order in which they came. */
export class SlotPool {
  private readonly logger = new Logger(SlotPool.name);
  private readonly here: Slots;
  /** One of this process at a time asks the store. */
  private readonly asking = new Slots(1);
  private readonly held = new Map<string, HeldSlot>();
  private isRenewing = false;
  /** Aborted when nothing is held any more. */
  private idle = new AbortController();
  /** Aborted when a slot of this process was given back. */
  private freed = new AbortController();

  /**
   * @param store null where no other process has to be asked
   * @param nextHolder gives names that nobody else has
   */
  constructor(
    private readonly of: Pick<SlotClaim, 'name' | 'places'>,
    private readonly store: SlotStore | null,
    private readonly nextHolder: () => string,
    private readonly clock: Clock,
  ) {
    this.here = new Slots(of.places);
  }

  /**
   * Does something in a slot of its own, as soon as there is one.
   * @param work is given a signal that aborts, with a SlotLostError, when others may have the slot
   * @throws the signal's reason when it aborts before; StorageUnavailableError when the store cannot be asked
   */
  run<T>(work: (lost: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    return this.here.run(async () => {
      if (!this.store) return work(new AbortController().signal);
      const holder = this.nextHolder();
      const slot = await this.asking.run(() => this.take(this.store as SlotStore, holder, signal), signal);
      try {
        return await work(slot.lost.signal);
      } finally {
        this.drop(holder);
        void this.giveBack(this.store, holder);
      }
    }, signal);
  }

  private async take(store: SlotStore, holder: string, signal: AbortSignal): Promise<HeldSlot> {
    try {
      for (;;) {
        signal.throwIfAborted();
        const askedAt = this.counter();
        if (await store.take({ ...this.of, holder }, this.terms())) {
          const slot = { lost: new AbortController(), renewedAt: askedAt };
          this.held.set(holder, slot);
          void this.keepRenewing(store);
          signal.throwIfAborted();
          return slot;
        }
        const early = AbortSignal.any([signal, this.freed.signal]);
        await this.clock.sleep(ASK_EVERY_MS, early).catch(() => undefined); // aborted, or a slot is free
      }
    } catch (error) {
      this.drop(holder);
      void this.giveBack(store, holder);
      throw error;
    }
  }

  /** When that fails, its time is over by itself. */
  private async giveBack(store: SlotStore, holder: string): Promise<void> {
    await store.release(holder).catch((error: unknown) => {
      this.logger.debug({ msg: 'A slot could not be given back', slots: this.of.name, err: error });
    });
    this.freed.abort();
    this.freed = new AbortController();
  }

  /** Renews what is held, as long as something is. */
  private async keepRenewing(store: SlotStore): Promise<void> {
    if (this.isRenewing) return;
    this.isRenewing = true;
    let renewal: Promise<void> | null = null;
    while (this.held.size > 0) {
      this.idle = new AbortController();
      await this.clock.sleep(RENEW_EVERY_MS, this.idle.signal).catch(() => undefined); // nothing is held any more
      this.loseOverdue();
      if (this.held.size > 0) renewal ??= this.renew(store).finally(() => (renewal = null));
    }
    this.isRenewing = false;
  }

  private async renew(store: SlotStore): Promise<void> {
    const slots = [...this.held];
    const askedAt = this.counter();
    try {
      const renewed = new Set(await store.renew([...this.held.keys()], this.terms()));
      for (const [holder, slot] of slots) {
        if (renewed.has(holder)) slot.renewedAt = askedAt;
        else if (this.held.has(holder)) this.lose(holder, slot);
      }
    } catch (error) {
      this.logger.warn({ msg: 'Slots could not be renewed', slots: this.of.name, err: error });
    }
  }

  /** Before others can have them. */
  private loseOverdue(): void {
    const latest = this.counter() - (HELD_MS - RENEW_EVERY_MS);
    for (const [holder, slot] of this.held) if (slot.renewedAt <= latest) this.lose(holder, slot);
  }

  private lose(holder: string, slot: HeldSlot): void {
    this.drop(holder);
    slot.lost.abort(new SlotLostError());
  }

  private drop(holder: string): void {
    this.held.delete(holder);
    if (this.held.size === 0) this.idle.abort();
  }

  private terms(): SlotTerms {
    return { now: wallNow(this.clock).getTime(), forMs: HELD_MS };
  }

  private counter(): number {
    return this.clock.monotonicMs?.() ?? this.clock.now().getTime();
  }
}
