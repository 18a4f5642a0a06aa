import { beforeAll, describe, expect, it } from '@jest/globals';
import { SHIPPED_FOLDER } from '../../../test/fixtures/pack-folder.js';
import { exampleSeed } from '../../../test/support/seeds.js';
import { PureRandomSource } from '../../common/index.js';
import { loadWorld } from '../packs/world-loader.js';
import { INTENTS } from '../domain/intent.js';
import { readPhraseBook, type PhraseBook } from '../packs/phrase-book.js';
import { Incident } from './incident.js';
import { ended } from './phrases.js';
import { PhraseGenerator } from './phrase-generator.js';
import type { Evidence, GenerationRequest, Reply } from './text-generator.js';

const EVIDENCE: Evidence = {
  kind: 'rule',
  id: 'rule:R1',
  text: 'A tally is signed twice or not at all.',
  source: 'The Charter',
  grade: 'A',
};
const REPLY: Reply = {
  persona_id: 'P02',
  name: 'Bo Tarn',
  claim: 'It was the goose.',
  stance: 'oppose',
  seq: 17,
  act: 'claim',
  thing: 'the goose',
  owed: false,
};
const EMPTY_BOOK: PhraseBook = readPhraseBook({}, () => undefined);
const BARE = { zone_id: 'A', identity: [], biases: [], preferred_evidence: [], taboos: [] };
const TRIES = Array.from({ length: 400 }, (_, number) => number);
const generator = new PhraseGenerator();
let plain: GenerationRequest;

beforeAll(async () => {
  const world = await loadWorld(SHIPPED_FOLDER);
  const [speaker] = world.speakersOf('COM-01');
  const board = world.boards.get('B01');
  const [voice] = world.profiles.values();
  if (!speaker || !board || !voice) throw new Error('The shipped world has changed.');
  const seed = await exampleSeed();
  plain = {
    runId: 'run-1',
    round: 1,
    isRepeated: false,
    speaker: { persona_id: speaker.id, name: speaker.name, archetype_id: 'AR-02', manner: null },
    community: speaker.community,
    board,
    seed,
    incident: new Incident(seed, world.extensions.language),
    voice,
    intent: 'alert',
    act: 'claim',
    position: { stance: 'for', reason: 'A reason.', reason_id: null, about: 'the tide office' },
    change: null,
    suspicion: null,
    evidence: null,
    reply: null,
    mood: 'none',
    meme: null,
    hoursLeft: 36,
    temper: 0,
    avoid: ['leech'],
    violations: [],
    generationAttempt: 1,
    phrases: world.extensions.phrase_book,
    recently: '',
    thread: () => [],
    noteCall: () => undefined,
    isTaken: () => false,
    objection: () => 0,
    random: new PureRandomSource().seeded('x').stream('x'),
    signal: new AbortController().signal,
  };
});

/** What is written for a request, with draws of its own for each number. */
function write(change: Partial<GenerationRequest>, number = 0) {
  const random = new PureRandomSource().seeded('generator').stream(`try:${number}`);
  return generator.generate({ ...plain, ...change, random });
}

/** The requests that a run can come to, more or less. */
function situation(number: number): Partial<GenerationRequest> {
  return {
    intent: INTENTS[number % 5] ?? 'alert',
    evidence: number % 2 === 0 ? EVIDENCE : null,
    reply:
      number % 3 === 0
        ? { ...REPLY, stance: (['agree', 'oppose', 'ask'] as const)[(number % 9) % 3] ?? 'ask' }
        : null,
    mood: (['none', 'reported', 'upvoted'] as const)[(number % 7) % 3] ?? 'none',
    meme: number % 4 === 0 ? 'Count the wicks' : null,
    hoursLeft: number % 40,
    temper: number % 5 === 0 ? 1 : 0,
  };
}

describe('a comment', () => {
  it('is the same for the same request and draws, and another for others', () => {
    const texts = TRIES.map((number) => write(situation(number), number));
    expect(TRIES.map((number) => write(situation(number), number))).toEqual(texts);
    expect(new Set(TRIES.map((number) => write({}, number).text)).size).toBeGreaterThan(100);
  });

  it('has no slot left open, and is never empty', () => {
    for (const number of TRIES) {
      const { text, claim } = write(situation(number), number);
      expect(text).not.toMatch(/[{}]|undefined|null/);
      expect(text.trim()).not.toBe('');
      expect(text).toContain(claim);
    }
  });

  it('has its evidence in it, whatever else there is to say', () => {
    for (const number of TRIES) {
      const { text } = write({ ...situation(number), evidence: EVIDENCE }, number);
      expect(text).toContain('A tally is signed twice or not at all');
    }
  });

  it('has nothing of the hidden facts, the ids or the grades in it', () => {
    const texts = TRIES.map((number) => write(situation(number), number).text).join('\n');
    expect(texts).not.toMatch(/P0\d|COM-\d|REG-\d|rule:R1|never loaded/);
  });

  it('uses no word to avoid while the temper holds, and one when it does not', () => {
    const slips = (temper: number) => TRIES.filter((n) => write({ temper }, n).text.includes('leech')).length;
    expect(slips(0)).toBe(0);
    expect(slips(1)).toBe(TRIES.length);
  });

  it('cools down with every try that was told off', () => {
    const violations = [
      { rule_id: 'R', code: 'TABOO_TERM', message: 'x', severity: 'medium' as const, found: ['leech'] },
    ];
    const slips = (generationAttempt: number) =>
      TRIES.filter((n) => write({ temper: 1, violations, generationAttempt }, n).text.includes('leech'))
        .length;
    expect(slips(2)).toBeLessThan(TRIES.length * 0.6);
    expect(slips(3)).toBeLessThan(slips(2) * 0.7);
  });

  it('takes back only what has slipped out', () => {
    const phrases = { ...plain.phrases, softeners: ['I take that back.'] };
    const softened = (temper: number) =>
      TRIES.filter((n) => write({ temper, phrases }, n).text.includes('I take that back.')).length;
    expect(softened(0)).toBe(0);
    expect(softened(1)).toBeGreaterThan(TRIES.length * 0.4);
  });

  it('cites in its own words the fact that it rests on, and admits to nothing beside it', () => {
    const [fact] = plain.incident.facts;
    const phrases = { ...plain.phrases, no_evidence: ['I have no source.'] };
    for (const number of TRIES) {
      const { text } = write({ ...situation(number), evidence: fact?.evidence ?? null, phrases }, number);
      const { things = [], numbers = [], whens = [] } = fact?.pieces ?? {};
      const pieces = [...things, ...numbers, ...whens, 'manifest was signed'];
      expect(pieces.some((piece) => text.toLowerCase().includes(piece.toLowerCase()))).toBe(true);
      expect(text).not.toContain('I have no source.');
    }
  });

  it('fits what it answers', () => {
    const responses = {
      ...EMPTY_BOOK.responses,
      proposal: { agree: [], oppose: ['No, count me out.'], ask: [] },
    };
    const phrases = {
      ...EMPTY_BOOK,
      responses,
      replies: { ...EMPTY_BOOK.replies, oppose: ['Did you see it?'] },
    };
    const { text } = write({ phrases, reply: { ...REPLY, act: 'proposal' } });
    expect(text).toContain('No, count me out.');
    expect(write({ phrases, reply: REPLY }).text).toContain('Did you see it?');
  });

  it('is said otherwise as long as there is an objection, and at last all the same', () => {
    const first = write({}).text;
    expect(write({ objection: (text) => (text === first ? 1 : 0) }).text).not.toBe(first);
    expect(write({ objection: () => 2 }).text).not.toBe('');
  });

  it('is another one as long as the thread has the text already', () => {
    const taken = new Set<string>();
    for (let again = 0; again < 12; again++) {
      const { text } = write({ isTaken: (known) => taken.has(known) });
      expect(taken.has(text)).toBe(false);
      taken.add(text);
    }
  });

  it('grows where a world has little to say, so that it is another one all the same', () => {
    const phrases = { ...EMPTY_BOOK, claims: { ...EMPTY_BOOK.claims, alert: ['It is so.'] } };
    const taken = new Set<string>();
    for (let again = 0; again < 5; again++) {
      const { text } = write({ phrases, voice: null, isTaken: (known) => taken.has(known) }, again);
      expect(taken.has(text)).toBe(false);
      taken.add(text);
    }
  });
});

describe('a world without phrases', () => {
  it('lets its own words stand side by side', () => {
    const { seed, community } = plain;
    const own = [...seed.public_facts, ...community.biases, seed.title, seed.summary].map(ended);
    for (const number of TRIES) {
      const { text, claim } = write({ ...situation(number), phrases: EMPTY_BOOK }, number);
      expect(own).toContain(claim);
      expect(text).toContain(claim);
      expect(text).not.toMatch(/[{}]|undefined|null/);
    }
  });

  it('has its evidence, its replies and its slips in it too', () => {
    const change = { phrases: EMPTY_BOOK, evidence: EVIDENCE, reply: REPLY, temper: 1 };
    for (const number of TRIES.slice(0, 50)) {
      const { text } = write(change, number);
      expect(text).toContain('“A tally is signed twice or not at all.”');
      expect(text).toContain('@Bo Tarn “It was the goose.”');
      expect(text).toContain('leech!');
    }
  });

  it('needs no voice, no facts and no convictions', () => {
    const { seed, community } = plain;
    const bare = {
      phrases: EMPTY_BOOK,
      voice: null,
      avoid: [],
      temper: 1,
      seed: { ...seed, public_facts: [], stakeholders: [] },
      community: { ...BARE, id: community.id, name: community.name, board_id: community.board_id },
    };
    for (const number of TRIES.slice(0, 50)) {
      expect([seed.title, seed.summary].map(ended)).toContain(write(bare, number).text);
    }
  });
});

/** How long comments are in a voice of this sentence length. */
function lengthWith(sentence_length: string): number {
  const voice = { id: 'REG-1', sentence_length, endings: ['So.'], frequent_words: ['look'], taboo_words: [] };
  return TRIES.reduce((sum, n) => sum + write({ ...situation(n), voice }, n).text.length, 0);
}

describe('the voice', () => {
  it('speaks in the words of its archetype, by its position and what it does', () => {
    const voice = plain.phrases.voices['AR-02'];
    if (!voice) throw new Error('The shipped world has changed.');
    const own = {
      ...voice,
      claims: { ...voice.claims, against: ['Nothing to answer for.'] },
      jokes: ['Ha.'],
    };
    const phrases = { ...plain.phrases, voices: { 'AR-02': own } };
    const position = { ...plain.position, stance: 'against' } as const;
    expect(write({ phrases, position }).claim).toBe('Nothing to answer for.');
    expect(write({ phrases, position, act: 'joke' }).claim).toBe('Ha.');
  });

  it('decides how long comments are', () => {
    expect(lengthWith('short')).toBeLessThan(lengthWith('medium'));
    expect(lengthWith('medium')).toBeLessThan(lengthWith('long'));
    expect(lengthWith('whatever')).toBe(lengthWith('medium'));
  });

  it('gives comments its own words and endings', () => {
    const voice = {
      id: 'REG-1',
      sentence_length: 'medium',
      endings: ['So be it.'],
      frequent_words: ['look'],
      taboo_words: [],
    };
    const texts = TRIES.map((number) => write({ voice }, number).text);
    const share = (found: (text: string) => boolean) => texts.filter(found).length / TRIES.length;
    expect(share((text) => text.endsWith('So be it.'))).toBeGreaterThan(0.2);
    expect(share((text) => text.toLowerCase().includes('look:'))).toBeGreaterThan(0.03);
  });
});
