/** What the simulation has to know of a world's language to find the pieces of an incident; all lists may be empty. */
export interface Language {
  /** Words that begin a noun phrase: `the`, `every`, `both`. */
  readonly determiners: ReadonlySet<string>;
  /** Of these, the ones that become the definite one when something is spoken of again: `a`, `an`. */
  readonly indefinites: ReadonlySet<string>;
  readonly definite: readonly string[];
  /** Words that join two noun phrases to one: `of`. */
  readonly joiners: ReadonlySet<string>;
  /** Number words; digits are known. */
  readonly numbers: ReadonlySet<string>;
  /** Nouns that say too little to stand alone: `the rest`, `the way`. */
  readonly vague: ReadonlySet<string>;
  /** Words without content of their own: they end a noun phrase and are not compared. */
  readonly function_words: ReadonlySet<string>;
  /** Forms of verbs: they end a noun phrase. */
  readonly verbs: ReadonlySet<string>;
  /** Endings that make a word a verb: `ed`. */
  readonly verb_endings: readonly string[];
  /** Words that begin a time (`at`, `since`), and words that are one (`dusk`, `monday`). */
  readonly time_markers: ReadonlySet<string>;
  readonly time_words: ReadonlySet<string>;
  /** Endings that a word may have beside its stem: `s`, `’s`. */
  readonly endings: readonly string[];
  /** Words that are plurals, endings that make one, and longer endings that do not: `people`, `s`, `ss`. */
  readonly plurals: ReadonlySet<string>;
  readonly plural_endings: readonly string[];
  readonly singular_endings: readonly string[];
  /** Particles that are glued to nouns: 은, 는, 에서; longest first. */
  readonly particles: readonly string[];
}

const SETS = [
  'determiners',
  'indefinites',
  'joiners',
  'numbers',
  'function_words',
  'verbs',
  'time_markers',
  'time_words',
  'vague',
  'plurals',
] as const satisfies readonly (keyof Language)[];
const LISTS = [
  'definite',
  'verb_endings',
  'endings',
  'particles',
  'plural_endings',
  'singular_endings',
] as const satisfies readonly (keyof Language)[];
/** The keys of the extension `language`. */
export const LANGUAGE_KEYS: readonly (keyof Language)[] = [...SETS, ...LISTS];

/** The language that an extension describes; lists that are left out are empty. */
export function languageOf(given: Readonly<Record<string, readonly string[]>>): Language {
  const lower = (key: string) => (given[key] ?? []).map((word) => word.toLowerCase());
  const sets = Object.fromEntries(SETS.map((key) => [key, new Set(lower(key))]));
  const lists = Object.fromEntries(
    LISTS.map((key) => [key, lower(key).toSorted((a, b) => b.length - a.length)]),
  );
  return { ...sets, ...lists } as unknown as Language;
}
