import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsInt, IsString, ValidateNested } from 'class-validator';
import { describe, expect, it } from '@jest/globals';
import { FieldsInvalidError, type FieldError } from '../errors/fields-invalid.error.js';
import { validateDto } from './validate-dto.js';
import { fieldErrorsOf, moreThan } from './field-errors.js';
import { WellFormed } from './well-formed.js';
import { IsOptionalNotNull } from './is-optional-not-null.js';

class Inner {
  @IsString()
  @WellFormed()
  text: string = 'default';
}

class Outer {
  @ValidateNested()
  @Type(() => Inner)
  inner: Inner = new Inner();

  @IsOptionalNotNull()
  @IsInt()
  count?: number;
}

/** What is wrong with a value. */
function errorsOf(value: unknown): readonly FieldError[] {
  try {
    validateDto(Outer, value);
  } catch (error) {
    if (error instanceof FieldsInvalidError) return error.errors;
    throw error;
  }
  return [];
}

describe('a validated value', () => {
  it('is an instance of its class, with defaults filled in', () => {
    const outer = validateDto(Outer, { inner: {} });
    expect(outer).toBeInstanceOf(Outer);
    expect(outer.inner).toEqual({ text: 'default' });
    expect(outer.count).toBeUndefined();
  });

  it.each([
    ['/other', { other: 1 }],
    ['/inner/other', { inner: { other: 1 } }],
    ['/inner/a~1b~0c', { inner: { 'a/b~c': 1 } }],
    ['/count', { count: null }],
    ['/inner/text', { inner: { text: 'a\0b' } }],
    ['/inner/text', { inner: { text: '\ud800' } }],
    ['', null],
    ['', []],
    ['', 'text'],
    ['', undefined],
  ])('has its fault at %j: %j', (pointer, value) => {
    expect(new Set(errorsOf(value).map((error) => error.pointer))).toEqual(new Set([pointer]));
  });

  it('reports its errors below the pointer that it is nested at', () => {
    const error = new FieldsInvalidError([{ pointer: '/a', message: 'm' }]);
    expect(error.under('/input').errors).toEqual([{ pointer: '/input/a', message: 'm' }]);
    expect(error.under('/input').message).toBe('/input/a: m');
  });
});

describe('field errors', () => {
  it('are the flattened tree of class-validator errors', () => {
    const child = { property: 'b', constraints: { max: 'too large', min: 'too small' } };
    expect(fieldErrorsOf([{ property: 'a', children: [child] }, { property: 'c' }])).toEqual([
      { pointer: '/a/b', message: 'too large' },
      { pointer: '/a/b', message: 'too small' },
    ]);
  });

  it('report only the type for a value of the wrong type', () => {
    expect(errorsOf({ inner: { text: 1 } })).toEqual([
      { pointer: '/inner/text', message: 'text must be a string' },
    ]);
    expect(errorsOf({ inner: { text: 'a\0b' } })).toEqual([
      { pointer: '/inner/text', message: 'text must be well-formed Unicode without U+0000' },
    ]);
  });

  it('report a value above its configured maximum', () => {
    expect(moreThan(3, 'rounds', 3)).toEqual([]);
    expect(moreThan(3, 'rounds', undefined)).toEqual([]);
    expect(moreThan(3, 'rounds', 4)).toEqual([
      { pointer: '/rounds', message: 'rounds must not be greater than 3' },
    ]);
  });
});
