import { Injectable, Module, type DynamicModule } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { Replacement, replaceable } from './replacement.js';

const GREETER = Symbol('GREETER');
const WORD = Symbol('WORD');

interface Greeter {
  greet(): string;
}

/** How often our own greeter was made. */
let madeByUs = 0;

@Module({
  providers: [
    { provide: WORD, useValue: 'hello' },
    replaceable(GREETER, {
      inject: [WORD],
      useFactory: (word: string): Greeter => {
        madeByUs += 1;
        return { greet: () => word };
      },
    }),
  ],
  exports: [GREETER],
})
class LibraryModule {}

@Injectable()
class TeamWords {
  readonly word = 'servus';
}

@Module({ providers: [TeamWords], exports: [TeamWords] })
class TeamWordsModule {}

@Injectable()
class TeamGreeter implements Greeter {
  greet(): string {
    return 'moin';
  }
}

/** What the library's greeter says beside the given modules. */
async function greetingWith(...imports: DynamicModule[]): Promise<string> {
  madeByUs = 0;
  const module = await Test.createTestingModule({ imports: [LibraryModule, ...imports] }).compile();
  return module.get<Greeter>(GREETER, { strict: false }).greet();
}

describe('a replaceable provider', () => {
  it('is made by its own factory, with what that injects, when nobody replaces it', async () => {
    expect(await greetingWith()).toBe('hello');
    expect(madeByUs).toBe(1);
  });

  it('is replaced by a class', async () => {
    expect(await greetingWith(Replacement.of(GREETER, { useClass: TeamGreeter }))).toBe('moin');
    expect(madeByUs).toBe(0);
  });

  it('is replaced by a value', async () => {
    const useValue: Greeter = { greet: () => 'grüezi' };
    expect(await greetingWith(Replacement.of(GREETER, { useValue }))).toBe('grüezi');
    expect(madeByUs).toBe(0);
  });

  it('is replaced by a factory that injects what global modules export', async () => {
    const words: DynamicModule = { module: TeamWordsModule, global: true };
    const replacement = Replacement.of<Greeter>(GREETER, {
      inject: [TeamWords],
      useFactory: ({ word }: TeamWords) => ({ greet: () => word }),
    });
    expect(await greetingWith(words, replacement)).toBe('servus');
    expect(madeByUs).toBe(0);
  });

  it('is left alone by the replacement of another token', async () => {
    const other = Replacement.of(Symbol('GREETER'), { useValue: { greet: () => 'never' } });
    expect(await greetingWith(other)).toBe('hello');
  });

  it('stays replaced when another token is replaced beside it', async () => {
    const greeter = Replacement.of(GREETER, { useClass: TeamGreeter });
    const word = Replacement.of(WORD, { useValue: 'other' });
    expect(await greetingWith(greeter, word)).toBe('moin');
  });
});
