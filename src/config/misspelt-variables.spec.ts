import { describe, expect, it } from '@jest/globals';
import { VARIABLES } from './app-config.js';
import { misspeltVariables } from './misspelt-variables.js';

const meantBy = (given: string) => misspeltVariables({ [given]: '1' }, VARIABLES).map(({ meant }) => meant);

describe('a misspelt variable', () => {
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
  ])('is reported with the one that was probably meant: %s for %s', (given, meant) => {
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
  ])('is not assumed for a variable of another program: %s', (given) => expect(meantBy(given)).toEqual([]));

  it('is neither a known variable nor an empty one', () => {
    expect(VARIABLES.flatMap(meantBy)).toEqual([]);
    expect(misspeltVariables({ MAX_ROUND: '' }, VARIABLES)).toEqual([]);
  });
});
