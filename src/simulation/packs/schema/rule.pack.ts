import { IsInt, Max, Min } from 'class-validator';
import { Id, IdMap, Nested, OptionalText, Rows, Text, TextList } from './fields.js';
import { Characters, Regions, TextLists } from './safety-fields.js';

/** A rule of the boards. */
class Rule {
  @Id() id: string;
  @Text() name: string;
  @OptionalText() category?: string;
  @OptionalText() summary?: string;
}

/** What may not be said. */
export class SafetyPolicy {
  /** Countries (ISO 3166) whose national telephone numbers are found; international ones always are. */
  @Regions() regions: string[] = ['KR', 'US'];
  /** Words for digits, and for the signs of an address: `zero` → `0`, `at` → `@`. */
  @Characters() spelled_out: Record<string, string> = {};
  /** Innocent words that hold a taboo word; with `#` at the end, words before a number that reaches nobody. */
  @TextList() exceptions: string[] = [];
  /** Forms of a taboo word, or endings (`-s`), by the word; `*` for all of them. */
  @TextLists() inflections: Record<string, string[]> = {};
  /** A regular expression in RE2 syntax, for numbers beside those of the regions. */
  @OptionalText() phone_pattern?: string;
  @OptionalText() email_pattern?: string;
  @TextList() taboo_words: string[] = [];
  /** Violation code → rule id. */
  @IdMap() rule_ids: Record<string, string> = {};
}

/** Wordings of one group that contradict each other about one claim. */
class ContradictionGroup {
  @TextList() positives: string[] = [];
  @TextList() negatives: string[] = [];
}

/** What a claim needs. */
class LorePolicy {
  @TextList() evidence_keywords: string[] = [];
  @TextList() context_keywords: string[] = [];
  /** Words that make a sentence a claim of fact. */
  @TextList() claim_markers: string[] = [];
  @TextList() moderation_keywords: string[] = [];
  @Rows(() => ContradictionGroup) contradiction_term_groups: ContradictionGroup[] = [];
  @IdMap() rule_ids: Record<string, string> = {};
}

/** How alike two texts may be. */
class SimilarityPolicy {
  /** Of 100. */
  @IsInt() @Min(1) @Max(100) threshold: number = 85;
  @IdMap() rule_ids: Record<string, string> = {};
}

/** What the gates check comments by. */
class GatePolicy {
  @Nested(() => SafetyPolicy) safety: SafetyPolicy = new SafetyPolicy();
  @Nested(() => LorePolicy) lore: LorePolicy = new LorePolicy();
  @Nested(() => SimilarityPolicy) similarity: SimilarityPolicy = new SimilarityPolicy();
}

export class RulePack {
  @OptionalText() version?: string;
  @Rows(() => Rule) rules: Rule[];
  @Nested(() => GatePolicy) gate_policy: GatePolicy = new GatePolicy();
}
