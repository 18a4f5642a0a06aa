import { SCOPES, type Caller, type Scope } from '../../common/index.js';
import type { AppConfig } from '../../config/index.js';
import { ApiProperty } from '@nestjs/swagger';

/** What a caller may do. */
export class AccessDto {
  /** The name of the token; null where no token is needed. */
  token_name: string | null;
  /** What it permits: each scope includes those before it. */
  @ApiProperty({ enum: SCOPES })
  scope: Scope;
  /** Whether requests may ask for faults. */
  fault_injection: boolean;
  /** How many rounds a simulation may have. */
  max_rounds: number;
  /** How many further tries of each stage a request may ask for. */
  max_stage_retries: number;
  /** Further tries of a stage of which nobody says anything. */
  default_stage_retries: number;

  /** What the caller may do in a service that is configured so. */
  static of({ name, scope }: Caller, config: AppConfig): AccessDto {
    return {
      token_name: config.API_TOKENS.length > 0 ? name : null,
      scope,
      fault_injection: config.FAULT_INJECTION,
      max_rounds: config.MAX_ROUNDS,
      max_stage_retries: config.MAX_STAGE_RETRIES,
      default_stage_retries: config.DEFAULT_STAGE_RETRIES,
    };
  }
}
