import {
  getCountryCallingCode,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

/** Whether a country (ISO 3166) has telephone numbers that can be told. */
export function isTelephoneRegion(country: string): country is CountryCode {
  return Object.hasOwn(metadata.countries, country);
}

/** The calling code of a country, such as 82. */
export function callingCodeOf(country: CountryCode): string {
  return getCountryCallingCode(country, metadata);
}

/** A valid telephone number that digits are: an international one with its plus, or one of a country. */
export function telephoneNumberOf(digits: string, country?: CountryCode): PhoneNumber | null {
  const number = parsePhoneNumberFromString(
    digits,
    { ...(country && { defaultCountry: country }) },
    metadata,
  );
  return number?.isValid() === true ? number : null;
}

export type { CountryCode } from 'libphonenumber-js/core';
