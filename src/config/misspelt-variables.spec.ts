import { describe, expect, it } from '@jest/globals';
import { VARIABLES } from './app-config.js';
import { misspeltVariables } from './misspelt-variables.js';

const meantBy = (given: string) => misspeltVariables({ [given]: '1' }, VARIABLES).map(({ meant }) => meant);

describe('a variable that nearly matches one of ours', () => {
  it.each([
    ['MAX_ROUND', 'MAX_ROUNDS'],
    ['MAX_RUONDS', 'MAX_ROUNDS'],
    ['max_rounds', 'MAX_ROUNDS'],
    ['MAX-ROUNDS', 'MAX_ROUNDS'],
    ['PACK_DIR', 'PACKS_DIR'],
    ['DATADIR', 'DATA_DIR'],
    ['API_TOKEN', 'API_TOKENS'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['STAGE_TIMEOUT', 'STAGE_TIMEOUT_MS'],
    ['RETENTION_MAX_AGE', 'RETENTION_MAX_AGE_DAYS'],
    ['SHUTDOWN_GRACE_SM', 'SHUTDOWN_GRACE_MS'],
    ['port', 'PORT'],
  ])('is named with what was probably meant: %s is %s', (given, meant) => {
    expect(meantBy(given)).toEqual([meant]);
  });

  it.each([
    'HOSTNAME',
    'POST',
    'PORTS',
    'GHOST',
    'HOST_IP',
    'PATH',
    'HOME',
    'DATABASE_URL',
    'LOGNAME',
    'NODE_ENV',
  ])('is not what others call theirs: %s', (given) => expect(meantBy(given)).toEqual([]));

  it('is neither one of ours nor one that is empty', () => {
    expect(VARIABLES.flatMap(meantBy)).toEqual([]);
    expect(misspeltVariables({ MAX_ROUND: '' }, VARIABLES)).toEqual([]);
  });
});
