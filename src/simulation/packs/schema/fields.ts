import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isObject } from '../json-object.js';
import { MAX_ITEMS } from '../pack-json.js';

/** The longest text that a pack may hold in one field, in UTF-16 code units. */
const MAX_TEXT = 4_000;

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}

/** `""` and absence mean the same in optional fields; null is a wrong type. */
const whenGiven = ValidateIf((_, value) => value !== undefined);
const emptyMeans = (fallback?: string) =>
  Transform(({ value }: { value: unknown }) => (value === '' ? fallback : value));
const notBlank = Matches(/\S/, { message: '$property must not be blank' });

/** A required text that is not blank. */
export const Text = () => all(IsString(), notBlank, MaxLength(MAX_TEXT));

/** A text that is not blank, with a value for when it is not given. */
export const TextOr = (fallback: string) => all(emptyMeans(fallback), Text());

/** One of some words, with a value for when it is not given. */
export const WordOr = (words: readonly string[], fallback: string) =>
  all(
    emptyMeans(fallback),
    ValidateBy({
      name: 'isIn',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && words.includes(value),
        defaultMessage: () => `$property must be one of ${words.join(', ')}`,
      },
    }),
  );

/** An id: unique in its kind, without white space; state that is kept by id needs one that no object has already. */
export const Id = () =>
  all(
    IsString(),
    ValidateBy({
      name: 'id',
      validator: {
        validate: isId,
        defaultMessage: () =>
          '$property must be 1 to 128 characters without white space, and no name like constructor that every object has',
      },
    }),
  );

/** A text, or the id of something else, that may be absent. */
export const OptionalText = () => all(emptyMeans(), whenGiven, IsString(), MaxLength(MAX_TEXT));

function isId(value: unknown): boolean {
  return typeof value === 'string' && /^\S{1,128}$/.test(value) && !(value in Object.prototype);
}

/** Ids by name; empty unless given. */
export const IdMap = () =>
  all(
    Transform(({ value }: { value: unknown }) => withoutEmpty(value)),
    ValidateBy({
      name: 'idMap',
      validator: {
        validate: (value: unknown) => isObject(value) && Object.values(value).every(isId),
        defaultMessage: () => '$property must be an object with an id under each name',
      },
    }),
  );

function withoutEmpty(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, id]) => id !== ''));
}

/** A list of texts; empty unless given. */
export const TextList = () =>
  all(IsArray(), ArrayMaxSize(MAX_ITEMS), IsString({ each: true }), MaxLength(MAX_TEXT, { each: true }));

/** A whole number that may be absent. */
export const OptionalWhole = () => all(whenGiven, IsInt(), Min(0));

/** An object of another class. */
export const Nested = (type: () => new () => object) => all(IsObject(), ValidateNested(), Type(type));

/** A list of objects of another class. */
export const Rows = (type: () => new () => object) =>
  all(
    IsArray(),
    ArrayMaxSize(MAX_ITEMS),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(type),
  );
