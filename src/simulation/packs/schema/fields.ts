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
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/** The longest text that a pack may hold in one field, in UTF-16 code units. */
const MAX_TEXT = 4_000;
const MAX_ITEMS = 10_000;

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}

/** `""` and absence mean the same in optional fields. */
const whenGiven = ValidateIf((_, value) => value !== undefined);
const emptyIsAbsent = Transform(({ value }: { value: unknown }) => (value === '' ? undefined : value));

/** A required text that is not blank. */
export const Text = () =>
  all(IsString(), Matches(/\S/, { message: '$property must not be blank' }), MaxLength(MAX_TEXT));

/** An id: unique in its kind, without white space. */
export const Id = () =>
  all(
    IsString(),
    Matches(/^\S{1,128}$/, { message: '$property must be 1 to 128 characters without white space' }),
  );

/** A text, or the id of something else, that may be absent. */
export const OptionalText = () => all(emptyIsAbsent, whenGiven, IsString(), MaxLength(MAX_TEXT));

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
