import { describe, expect, it } from '@jest/globals';
import { postgresAddress } from './postgres-url.js';

const URL = 'postgres://me:secret@db:5432/dream';

describe('the URL of a PostgreSQL database', () => {
  it('is taken as it is', () => {
    expect(postgresAddress(URL)).toEqual({ connectionString: URL });
    const given = `${URL}?application_name=a&uselibpqcompat=false&sslmode=require`;
    expect(postgresAddress(given)).toEqual({ connectionString: given });
  });

  it('says of encryption what it says to the programs of PostgreSQL', () => {
    expect(postgresAddress(`${URL}?sslmode=require`)).toEqual({
      connectionString: `${URL}?sslmode=require&uselibpqcompat=true`,
    });
  });

  it.each([
    ['?options=-c%20search_path%3Dmine', ''],
    ['?options=-c+search_path%3Dmine&application_name=a', '?application_name=a'],
    ['?application_name=a&options=-c%20search_path%3Dmine', '?application_name=a'],
    ['?application_name=a&options=-c%20search_path%3Dmine&keepalives=1', '?application_name=a&keepalives=1'],
  ])('gives the options of %s apart', (given, left) => {
    expect(postgresAddress(`${URL}${given}`)).toEqual({
      connectionString: `${URL}${left}`,
      options: '-c search_path=mine',
    });
  });
});
