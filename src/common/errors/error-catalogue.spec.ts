import { Injectable, Logger, Module, type Provider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { CommonModule } from '../common.module.js';
import type { CatalogueEntry } from './catalogue-entry.js';
import { ERROR_CATALOGUE } from './catalogue.js';
import { ErrorCatalogue } from './error-catalogue.js';
import { ErrorCodes, type ErrorCodeEntries } from './error-codes.decorator.js';
import { ProjectError } from './project.error.js';

const BUSY: CatalogueEntry = {
  error: 'team_busy',
  status: 503,
  title: 'The team is busy',
  retryable: true,
  remedy: 'Try again later.',
};

/** A provider that adds these codes. */
function adding(entries: ErrorCodeEntries, name = 'TeamErrors'): Provider {
  class Team {}
  Object.defineProperty(Team, 'name', { value: name });
  Injectable()(Team);
  ErrorCodes(entries)(Team);
  return Team;
}

/** The catalogue of an application with these providers. */
async function catalogueWith(...providers: Provider[]): Promise<ErrorCatalogue> {
  class TeamModule {}
  Module({ providers })(TeamModule);
  const module = await Test.createTestingModule({ imports: [CommonModule, TeamModule] }).compile();
  await module.init();
  return module.get(ErrorCatalogue);
}

class TeamBusyError extends ProjectError {
  constructor() {
    super('TEAM_BUSY', 'Nobody is free.', { waiting: 3 });
  }
}

const refused = (faults: string) =>
  new Error(
    `TeamErrors adds error codes that cannot be used: ${faults}. Mend them in its @ErrorCodes decorator.`,
  );

describe('the error catalogue', () => {
  afterEach(() => void jest.restoreAllMocks());

  it("has the service's own codes", async () => {
    expect((await catalogueWith()).entries()).toEqual(Object.entries(ERROR_CATALOGUE));
  });

  it('has the codes that a provider adds, after those of the service', async () => {
    const catalogue = await catalogueWith(adding({ TEAM_BUSY: BUSY }));
    expect(catalogue.find('TEAM_BUSY')).toEqual(BUSY);
    expect(catalogue.entries().at(-1)).toEqual(['TEAM_BUSY', BUSY]);
  });

  it('describes an error by the entry that a team has added', async () => {
    const catalogue = await catalogueWith(adding({ TEAM_BUSY: BUSY }));
    expect(catalogue.describe(new TeamBusyError())).toEqual({
      error: 'team_busy',
      error_code: 'TEAM_BUSY',
      message: 'Nobody is free.',
      waiting: 3,
      doc_url: '/errors/TEAM_BUSY',
      type: '/errors/TEAM_BUSY',
      title: BUSY.title,
      status: 503,
      detail: 'Nobody is free.',
    });
    expect(catalogue.safeText(new TeamBusyError())).toEqual({
      error_code: 'TEAM_BUSY',
      error_class: 'TeamBusyError',
      message: 'Nobody is free.',
    });
  });

  it('treats an error without an entry as an internal one, and logs the fix', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const catalogue = await catalogueWith();
    expect(catalogue.describe(new TeamBusyError())).toMatchObject({
      error_code: 'INTERNAL_ERROR',
      status: 500,
    });
    expect(catalogue.safeText(new TeamBusyError())).toEqual({
      error_code: 'INTERNAL_ERROR',
      error_class: 'TeamBusyError',
      message: 'TeamBusyError',
    });
    const sentence =
      "TeamBusyError has the error code 'TEAM_BUSY', which is not in the catalogue, and is answered as " +
      'INTERNAL_ERROR. Add the code to the catalogue with @ErrorCodes({ TEAM_BUSY: … }) on a provider.';
    expect(logged).toHaveBeenCalledTimes(2);
    expect(logged).toHaveBeenCalledWith(expect.objectContaining({ msg: sentence }));
  });

  it.each<[what: string, entries: ErrorCodeEntries, faults: string]>([
    [
      "a code of the service's own",
      { RUN_NOT_FOUND: { ...BUSY } },
      'RUN_NOT_FOUND is in the catalogue already',
    ],
    [
      'a slug that is taken',
      { TEAM_BUSY: { ...BUSY, error: 'run_not_found' } },
      "TEAM_BUSY: the catalogue has the error 'run_not_found' already",
    ],
    [
      'two codes of one slug',
      { TEAM_BUSY: BUSY, TEAM_AWAY: BUSY },
      "TEAM_AWAY: the catalogue has the error 'team_busy' already",
    ],
    [
      'everything that is wrong at once',
      {
        busy: {
          error: 'Team-Busy',
          status: 200,
          title: ' ',
          retryable: 'no' as never,
          remedy: '',
          example: { message: '' },
        },
      },
      'busy: the code must match ^[A-Z][A-Z0-9_]{0,63}$; busy: error must match ^[a-z][a-z0-9_]{0,63}$; ' +
        'busy: status must be a whole number from 400 to 599; busy: title must say what is wrong; ' +
        'busy: retryable must be true or false; busy: remedy must say what the caller can do; ' +
        'busy: example must have a message',
    ],
  ])('rejects %s when the application starts', async (_, entries, faults) => {
    await expect(catalogueWith(adding(entries))).rejects.toThrow(refused(faults));
  });

  it('rejects a code that two classes add', async () => {
    const other = { TEAM_BUSY: { ...BUSY, error: 'other' } };
    const boot = catalogueWith(adding({ TEAM_BUSY: BUSY }, 'OtherErrors'), adding(other));
    await expect(boot).rejects.toThrow(refused('TEAM_BUSY is in the catalogue already'));
  });
});
