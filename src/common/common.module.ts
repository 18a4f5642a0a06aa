import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CLOCK, SystemClock, type Clock } from './clock.js';
import { ErrorCatalogue } from './errors/error-catalogue.js';
import { IDS, UuidV7Generator } from './ids.js';
import { UrlPrefix } from './url-prefix.js';
import { replaceable } from './replacement.js';
import { RANDOM, PureRandomSource } from './random.js';
import { ShutdownState } from './shutdown-state.js';
import { SteadyClock } from './steady-clock.js';

/** Time, randomness, identifiers and the error catalogue, for every module to inject. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    ErrorCatalogue,
    ShutdownState,
    UrlPrefix,
    ...replaceable(CLOCK, { useFactory: () => new SystemClock() }, (clock: Clock) => new SteadyClock(clock)),
    ...replaceable(RANDOM, { useFactory: () => new PureRandomSource() }),
    ...replaceable(IDS, { inject: [CLOCK], useFactory: (clock: Clock) => new UuidV7Generator(clock) }),
  ],
  exports: [ErrorCatalogue, ShutdownState, UrlPrefix, CLOCK, RANDOM, IDS],
})
export class CommonModule {}
