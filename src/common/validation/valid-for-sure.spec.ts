import 'reflect-metadata';
import { Type, plainToInstance } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsInt,
  IsString,
  MaxLength,
  ValidateIf,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { describe, expect, it } from '@jest/globals';
import { IsOptionalNotNull } from './is-optional-not-null.js';
import { isValidForSure } from './valid-for-sure.js';
import { VALIDATION_RULES } from './validate-dto.js';

class Item {
  @IsInt() weight: number = 1;
}

class Base {
  @IsString() @MaxLength(3) name: string = 'a';
}

class Parcel extends Base {
  @IsArray() @ArrayMaxSize(2) @IsString({ each: true }) @MaxLength(2, { each: true }) tags: string[] = [];

  @IsOptionalNotNull() @IsInt() count?: number;

  @ValidateIf(({ count }: Parcel) => count !== undefined) @IsString() unit?: string;

  @IsDefined() @ValidateNested() @Type(() => Item) first: Item = new Item();

  @ValidateNested({ each: true }) @Type(() => Item) items: Item[] = [];
}

class Unchecked {
  name = 'a';
}

const VALUES: readonly object[] = [
  {},
  { name: 'abcd' },
  { name: 1 },
  { tags: ['a', 'bb'] },
  { tags: ['a', 'bbb'] },
  { tags: ['a', 1] },
  { tags: ['a', 'b', 'c'] },
  { tags: 'a' },
  { tags: null },
  { count: 2, unit: 'kg' },
  { count: 2 },
  { count: null },
  { first: { weight: 'x' } },
  { first: { weight: 2, more: 1 } },
  { first: null },
  { first: undefined },
  { first: 'x' },
  { first: [] },
  { items: [{ weight: 1 }, {}] },
  { items: [{ weight: 1.5 }] },
  { items: [null] },
  { items: ['x'] },
  { items: 'x' },
  { more: 1 },
];

describe('isValidForSure', () => {
  it.each(VALUES)('agrees with class-validator on %j', (value) => {
    const parcel = plainToInstance(Parcel, value);
    expect(isValidForSure(parcel)).toBe(validateSync(parcel, VALIDATION_RULES).length === 0);
  });

  it('is not sure of classes without rules', () => {
    expect(isValidForSure(new Unchecked())).toBe(false);
    expect(isValidForSure({ name: 'a' })).toBe(false);
  });
});
