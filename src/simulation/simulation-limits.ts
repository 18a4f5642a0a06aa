import { FieldsInvalidError, type FieldError } from '../common/index.js';
import type { AppConfig } from '../config/index.js';
import type { SimulateDto } from './dto/simulate.dto.js';

/**
 * Checks what only the configuration bounds.
 * @throws FieldsInvalidError naming every field that is out of bounds
 */
export function checkLimits({ rounds, max_stage_retries }: SimulateDto, config: AppConfig): void {
  const errors: FieldError[] = [];
  const bound = (name: string, value: number | undefined, most: number) => {
    if (value !== undefined && value > most) {
      errors.push({ pointer: `/${name}`, message: `${name} must not be greater than ${most}` });
    }
  };
  bound('rounds', rounds, config.MAX_ROUNDS);
  bound('max_stage_retries', max_stage_retries, config.MAX_STAGE_RETRIES);
  if (errors.length > 0) throw new FieldsInvalidError(errors);
}
