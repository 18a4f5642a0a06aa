import 'reflect-metadata';
import { getMetadataStorage } from 'class-validator';
import { describe, expect, it } from '@jest/globals';
import '../../src/index.js';

interface Rule {
  readonly target: { readonly name: string };
  readonly propertyName: string;
  readonly name?: string;
  readonly each: boolean;
}

const { validationMetadatas } = getMetadataStorage() as unknown as {
  readonly validationMetadatas: Map<unknown, Rule[]>;
};

/** The rules of every class that requests are checked against, by class and property. */
const RULES = new Map<string, Rule[]>();
for (const rule of [...validationMetadatas.values()].flat()) {
  const property = `${rule.target.name}.${rule.propertyName}`;
  if (rule.target.name.endsWith('Dto')) RULES.set(property, [...(RULES.get(property) ?? []), rule]);
}

/** The properties with one of the rules `when`, and without any of the rules `bounds`. */
function unbounded(when: string[], bounds: string[]): string[] {
  return [...RULES].flatMap(([property, rules]) => {
    const names = rules.map(({ name }) => name ?? '');
    return names.some((name) => when.includes(name)) && !names.some((name) => bounds.includes(name))
      ? [property]
      : [];
  });
}

describe('what requests are checked against', () => {
  it('is found', () => {
    expect([...RULES.keys()]).toEqual(
      expect.arrayContaining(['SeedDto.title', 'ListRunsQueryDto.title', 'FaultDto.stage_node']),
    );
  });

  it('bounds every text', () => {
    expect(unbounded(['isString', 'wellFormed', 'isCursor'], ['isLength', 'maxLength'])).toEqual([]);
  });

  it('bounds every list', () => {
    expect(unbounded(['isArray'], ['arrayMaxSize'])).toEqual([]);
  });

  it('bounds every number', () => {
    expect(unbounded(['isInt', 'isNumber'], ['max'])).toEqual([]);
  });
});
