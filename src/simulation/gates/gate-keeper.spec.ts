import 'reflect-metadata';
import { Module, type Provider, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CommentGate, type CommentGateOptions, type GateSituation, type Violation } from './comment-gate.js';
import { GateKeeper, redact } from './gate-keeper.js';

const COMMENT = { text: 'Any text.', claim: 'Any.', intent: 'alert', evidence: null } as const;
const SITUATION = {} as GateSituation;

function violation(message: string, found?: string[]): Violation {
  return { rule_id: 'TEAM-01', code: 'X', message, severity: 'low', ...(found && { found }) };
}

/** A gate, of a class with the given name, that finds these violations in every text. */
function gate(className: string, options: CommentGateOptions, ...found: Violation[]): Type<object> {
  const named = {
    [className]: class {
      check(): readonly Violation[] {
        return found;
      }
    },
  }[className] as Type<object>;
  CommentGate(options)(named);
  return named;
}

@CommentGate({ name: 'mute' })
class MuteGate {}

const closing: (() => Promise<void>)[] = [];

/** The keeper of an application with these gates, each in a module of its own. */
async function keeperOf(...gates: Provider[]): Promise<GateKeeper> {
  @Module({ providers: gates })
  class TeamModule {}
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule, TeamModule],
    providers: [GateKeeper],
  }).compile();
  closing.push(() => module.close());
  await module.init();
  return module.get(GateKeeper);
}

/** The sentence with which the boot stops. */
async function refusalOf(...gates: Provider[]): Promise<string> {
  return keeperOf(...gates).then(
    () => 'The boot did not stop.',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

describe('the gates of an application', () => {
  it('are all asked, in the order of their names, wherever they are provided', async () => {
    const keeper = await keeperOf(
      gate('Zeal', { name: 'zeal' }),
      gate('Middle', { name: 'middle', withholds: true }, violation('First.'), violation('Second.')),
      { provide: 'by token', useClass: gate('Ample', { name: 'ample' }) },
    );
    expect(keeper.check(COMMENT, SITUATION)).toEqual([
      { gate_name: 'ample', passed: true, reason: null, violations: [], withholds: false },
      {
        gate_name: 'middle',
        passed: false,
        reason: 'First.',
        violations: [violation('First.'), violation('Second.')],
        withholds: true,
      },
      { gate_name: 'zeal', passed: true, reason: null, violations: [], withholds: false },
    ]);
  });

  it('are none where nobody provides one', async () => {
    expect((await keeperOf()).check(COMMENT, SITUATION)).toEqual([]);
  });

  it('have names of their own', async () => {
    expect(await refusalOf(gate('A', { name: 'same' }), gate('B', { name: 'same' }))).toBe(
      "StageRegistrationError: There are two comment gates 'same'. Give each its own name.",
    );
  });

  it('have a check method', async () => {
    expect(await refusalOf(MuteGate)).toBe(
      'StageRegistrationError: MuteGate is decorated with @CommentGate but has no check method. ' +
        'Add one, or take the decorator off.',
    );
  });
});

describe('a text that is kept all the same', () => {
  it('has everything blacked out that the gates marked, wherever it stands', () => {
    const found = [violation('x', ['leech', 'LEECH']), violation('y'), violation('z', ['a@b.example'])];
    expect(redact('leech, LEECH and leech: a@b.example', found)).toBe('█████, █████ and █████: ███████████');
  });

  it('stays as it is where nothing is marked', () => {
    expect(redact('You $& leech.', [violation('x'), violation('y', [])])).toBe('You $& leech.');
  });

  it('takes what was marked literally', () => {
    expect(redact('a.b axb (c', [violation('x', ['a.b', '(c'])])).toBe('███ axb ██');
  });
});
