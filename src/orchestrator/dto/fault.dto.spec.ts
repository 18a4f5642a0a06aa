import { describe, expect, it } from '@jest/globals';
import { FieldsInvalidError, validateDto, type FieldError } from '../../common/index.js';
import { FaultDto } from './fault.dto.js';

const FAULT = { stage_node: 'moderation', kind: 'error', attempts: 1 };

/** What is wrong with a fault; nothing when it is accepted. */
function errorsOf(fault: object): readonly FieldError[] {
  try {
    validateDto(FaultDto, fault);
    return [];
  } catch (error) {
    if (error instanceof FieldsInvalidError) return error.errors;
    throw error;
  }
}

describe('a fault', () => {
  it.each([
    FAULT,
    { ...FAULT, kind: 'hang', attempts: 'all' },
    { ...FAULT, kind: 'delay', delay_ms: 0 },
    { ...FAULT, kind: 'delay', delay_ms: 600_000 },
    { ...FAULT, delay_ms: 5 },
  ])('may be %j', (fault) => {
    expect(errorsOf(fault)).toEqual([]);
  });

  it.each([
    ['/attempts', { attempts: 0 }],
    ['/attempts', { attempts: 1.5 }],
    ['/attempts', { attempts: 'some' }],
    ['/attempts', { attempts: null }],
    ['/kind', { kind: 'explode' }],
    ['/stage_node', { stage_node: 'a\0b' }],
    ['/delay_ms', { kind: 'delay' }],
    ['/delay_ms', { kind: 'delay', delay_ms: null }],
    ['/delay_ms', { kind: 'delay', delay_ms: 600_001 }],
    ['/delay_ms', { delay_ms: -1 }],
    ['/delay_ms', { delay_ms: '5' }],
    ['/when', { when: 'now' }],
  ])('is refused for its %s: %j', (pointer, change) => {
    expect(errorsOf({ ...FAULT, ...change }).map((error) => error.pointer)).toEqual([pointer]);
  });

  it('is rejected as a delay without its delay_ms', () => {
    const [error] = errorsOf({ ...FAULT, kind: 'delay' });
    expect(error?.message).toContain(`a fault of kind 'delay' needs it`);
  });
});
