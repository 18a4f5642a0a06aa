import type { SafetyPolicy } from '../packs/schema/rule.pack.js';
import type { SafetyPatterns } from '../packs/safety-patterns.js';
import type { World } from '../packs/world.js';
import { DisguisedTerms, type FoundTerm, type Span } from './disguise/disguised-terms.js';
import { ReadText } from './disguise/read-text.js';
import { PersonalData, type FoundData } from './personal/personal-data.js';

/** What is unsafe in a text, by places in it. */
interface SafetyFindings {
  readonly personal: readonly FoundData[];
  readonly taboo: readonly Span[];
  readonly forbidden: readonly Span[];
}

/** Finds what a world does not want said: personal data, taboo words and forbidden terms, through disguise. */
class SafetyFinder {
  private readonly personal: PersonalData;
  private readonly exceptions: DisguisedTerms;
  private readonly withForms = new WeakMap<readonly string[], DisguisedTerms>();
  private readonly asGiven = new WeakMap<readonly string[], DisguisedTerms>();
  private readonly read = new ReadText();

  constructor(
    private readonly policy: SafetyPolicy,
    private readonly patterns: SafetyPatterns,
  ) {
    this.personal = new PersonalData(policy);
    this.exceptions = new DisguisedTerms(policy.exceptions.filter((one) => !one.endsWith('#')));
  }

  /**
   * What is unsafe in a text.
   * @param taboos taboo words beside those of the world; exceptions and inflections apply to all of them
   * @param forbidden terms that are found as they are given
   */
  find(text: string, taboos: readonly (readonly string[])[], forbidden: readonly string[]): SafetyFindings {
    this.read.take(text);
    return {
      personal: this.personalData(),
      taboo: this.tabooTerms(taboos),
      forbidden: termsOf(this.asGiven, forbidden, (terms) => terms).find(this.read),
    };
  }

  /** Whether a text uses taboo words of the world or of the lists. */
  usesTaboo(text: string, taboos: readonly (readonly string[])[]): boolean {
    this.read.take(text);
    return this.tabooTerms(taboos).length > 0;
  }

  /** The taboo words in the text, but for those in innocent words. */
  private tabooTerms(taboos: readonly (readonly string[])[]): FoundTerm[] {
    const found = [...this.formsOf(this.policy.taboo_words).find(this.read)];
    for (const terms of taboos) found.push(...this.formsOf(terms).find(this.read));
    if (found.length === 0) return found;
    const innocent = this.exceptions.find(this.read);
    return found.filter(({ start, end }) => innocent.every((one) => start < one.start || one.end < end));
  }

  /** The patterns of packs are looked for beside what every world finds. */
  private personalData(): FoundData[] {
    const { phone, email } = this.patterns;
    const { text } = this.read;
    const found = this.personal.find(this.read);
    if (phone) found.push(...phone.findAll(text).map((span) => ({ ...span, code: 'PII_PHONE' as const })));
    if (email) found.push(...email.findAll(text).map((span) => ({ ...span, code: 'PII_EMAIL' as const })));
    return found;
  }

  private formsOf(taboos: readonly string[]): DisguisedTerms {
    return termsOf(this.withForms, taboos, (terms) =>
      terms.flatMap((term) => [term, ...formsOf(term, this.policy.inflections)]),
    );
  }
}

/** The inflections of a term: forms of its own, and endings (`-s`), its own or those of every term (`*`). */
function formsOf(term: string, inflections: Readonly<Record<string, readonly string[]>>): string[] {
  const own = Object.hasOwn(inflections, term) ? (inflections[term] ?? []) : [];
  const forms = [...own, ...(inflections['*'] ?? [])];
  return forms.map((form) => (form.startsWith('-') ? `${term}${form.slice(1)}` : form));
}

function termsOf(
  known: WeakMap<readonly string[], DisguisedTerms>,
  list: readonly string[],
  forms: (terms: readonly string[]) => readonly string[],
): DisguisedTerms {
  const before = known.get(list);
  if (before) return before;
  const terms = new DisguisedTerms(forms(list));
  known.set(list, terms);
  return terms;
}

const FINDERS = new WeakMap<World, SafetyFinder>();

/** The finder of a world, made once for each. */
export function safetyFinderOf(world: World): SafetyFinder {
  const known = FINDERS.get(world);
  if (known) return known;
  const finder = new SafetyFinder(world.packs.rule.gate_policy.safety, world.patterns);
  FINDERS.set(world, finder);
  return finder;
}
