import { FieldsInvalidError, moreThan } from '../common/index.js';
import type { AppConfig } from '../config/index.js';

/** What of a request only the configuration bounds. */
interface Bounded {
  readonly rounds: number;
  readonly max_stage_retries?: number;
}

/**
 * Checks what only the configuration bounds.
 * @throws FieldsInvalidError naming every field that is out of bounds
 */
export function checkLimits({ rounds, max_stage_retries }: Bounded, config: AppConfig): void {
  const errors = [
    ...moreThan(config.MAX_ROUNDS, 'rounds', rounds),
    ...moreThan(config.MAX_STAGE_RETRIES, 'max_stage_retries', max_stage_retries),
  ];
  if (errors.length > 0) throw new FieldsInvalidError(errors);
}
