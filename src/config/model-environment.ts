import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { Decimal, Flag, Integer } from './transforms.js';

/** A header holds these alone; a key with a line break in it was copied with too much. */
const HEADER_TEXT = /^[\u0021-\u007e]+$/;

/** The value is a web address. Errors say what is wrong, never the value: it may hold a password or a key. */
function IsEndpointUrl(): PropertyDecorator {
  return ValidateBy({
    name: 'isEndpointUrl',
    validator: {
      validate: isWebAddress,
      defaultMessage: () =>
        'MODEL_BASE_URL must be like https://host/v1, without user, query or fragment: what comes before /chat/completions',
    },
  });
}

/** What is added to it is a path, and a password in it would never be sent. */
function isWebAddress(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '');
}

/** The value can stand in a header. Errors say what is wrong, never the value. */
function IsKey(): PropertyDecorator {
  return ValidateBy({
    name: 'isKey',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && HEADER_TEXT.test(value),
      defaultMessage: () => 'MODEL_API_KEY must be visible ASCII characters without spaces',
    },
  });
}

/** The environment variables about whoever writes the comments, their defaults and their rules. */
export class ModelEnvironment {
  @IsIn(['phrases', 'model'])
  TEXT_GENERATOR: 'phrases' | 'model' = 'phrases';

  /** May hold a password. */
  @IsOptional()
  @IsEndpointUrl()
  MODEL_BASE_URL?: string;

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  MODEL_NAME?: string;

  /** A secret. */
  @IsOptional()
  @IsKey()
  MODEL_API_KEY?: string;

  @IsIn(['record', 'reuse', 'replay'])
  MODEL_CALLS: 'record' | 'reuse' | 'replay' = 'record';

  /** Calls at a time, of all processes that share the run repository. */
  @Integer()
  @IsInt()
  @Min(1)
  @Max(1_000)
  MODEL_MAX_CONCURRENCY = 8;

  @Integer()
  @IsInt()
  @Min(1)
  @Max(3_600_000)
  MODEL_TIMEOUT_MS = 30_000;

  /** As they are estimated. */
  @Integer()
  @IsInt()
  @Min(1_500)
  @Max(1_000_000)
  MODEL_MAX_INPUT_TOKENS = 3_500;

  @Integer()
  @IsInt()
  @Min(50)
  @Max(100_000)
  MODEL_MAX_OUTPUT_TOKENS = 400;

  @IsOptional()
  @Integer()
  @IsInt()
  @Min(1)
  @Max(1_000_000_000_000)
  RUN_TOKEN_BUDGET?: number;

  /** Of a day in UTC. */
  @IsOptional()
  @Integer()
  @IsInt()
  @Min(1)
  @Max(1_000_000_000_000)
  DAY_TOKEN_BUDGET?: number;

  /** Per million tokens, in whatever currency. */
  @IsOptional()
  @Decimal()
  @IsNumber()
  @Max(1_000_000_000)
  MODEL_PRICE_INPUT?: number;

  @IsOptional()
  @Decimal()
  @IsNumber()
  @Max(1_000_000_000)
  MODEL_PRICE_OUTPUT?: number;

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  MODEL_PROMPTS_DIR?: string;

  /** At LOG_LEVEL=debug. */
  @Flag()
  @IsBoolean()
  MODEL_LOG_PROMPTS = false;
}

/** Variables without a default. */
export const MODEL_WITHOUT_DEFAULT = [
  'MODEL_BASE_URL',
  'MODEL_NAME',
  'MODEL_API_KEY',
  'RUN_TOKEN_BUDGET',
  'DAY_TOKEN_BUDGET',
  'MODEL_PRICE_INPUT',
  'MODEL_PRICE_OUTPUT',
  'MODEL_PROMPTS_DIR',
] as const satisfies readonly (keyof ModelEnvironment)[];

/** What is wrong between variables, as sentences. */
export function modelFaults(config: ModelEnvironment): string[] {
  const { TEXT_GENERATOR, MODEL_PRICE_INPUT, MODEL_PRICE_OUTPUT } = config;
  const faults: string[] = [];
  if (TEXT_GENERATOR === 'model') {
    if (config.MODEL_BASE_URL === undefined)
      faults.push('MODEL_BASE_URL must lead to the endpoint of TEXT_GENERATOR=model');
    if (config.MODEL_NAME === undefined)
      faults.push('MODEL_NAME must name the model of TEXT_GENERATOR=model');
  }
  if ((MODEL_PRICE_INPUT === undefined) !== (MODEL_PRICE_OUTPUT === undefined))
    faults.push('MODEL_PRICE_INPUT and MODEL_PRICE_OUTPUT must be given together; 0 is a price');
  return faults;
}
