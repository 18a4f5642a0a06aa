import { ArrayMaxSize, IsArray, ValidateBy } from 'class-validator';
import { isObject } from '../json-object.js';
import { MAX_ITEMS } from '../pack-json.js';
import { isTelephoneRegion } from '../telephone-metadata.js';

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}

const valid = (name: string, validate: (value: unknown) => boolean, message: string) =>
  ValidateBy({ name, validator: { validate, defaultMessage: () => `$property ${message}` } });

const isFilled = (value: unknown): value is string => typeof value === 'string' && /\S/.test(value);
const isMapOf = (value: unknown, isEntry: (entry: unknown) => boolean) =>
  isObject(value) &&
  Object.keys(value).length <= MAX_ITEMS &&
  Object.entries(value).every(([key, entry]) => isFilled(key) && isEntry(entry));

/** A list of countries whose telephone numbers are known. */
export const Regions = () =>
  all(
    IsArray(),
    ArrayMaxSize(MAX_ITEMS),
    valid(
      'regions',
      (value) =>
        Array.isArray(value) &&
        value.every((region) => typeof region === 'string' && isTelephoneRegion(region)),
      'must be a list of countries by their two letters (ISO 3166), such as KR',
    ),
  );

/** A digit or sign by the word for it. */
export const Characters = () =>
  valid(
    'characters',
    (value) => isMapOf(value, (entry) => typeof entry === 'string' && /^[\d@.+_-]$/.test(entry)),
    'must be an object with a digit or one of @ . - _ + under each word',
  );

/** Lists of texts by name. */
export const TextLists = () =>
  valid(
    'textLists',
    (value) =>
      isMapOf(value, (entry) => Array.isArray(entry) && entry.length <= MAX_ITEMS && entry.every(isFilled)),
    'must be an object with a list of texts under each word',
  );
