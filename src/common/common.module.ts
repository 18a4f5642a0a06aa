import { Global, Module } from '@nestjs/common';
import { CLOCK, SystemClock } from './clock.js';
import { IDS, UuidV7Generator } from './ids.js';
import { replaceable } from './replacement.js';
import { RANDOM, PureRandomSource } from './random.js';

/** Time, randomness and identifiers, for every module to inject. */
@Global()
@Module({
  providers: [
    replaceable(CLOCK, { useFactory: () => new SystemClock() }),
    replaceable(RANDOM, { useFactory: () => new PureRandomSource() }),
    replaceable(IDS, { useFactory: () => new UuidV7Generator() }),
  ],
  exports: [CLOCK, RANDOM, IDS],
})
export class CommonModule {}
