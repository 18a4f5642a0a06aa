import type { RandomStream } from '../../common/index.js';
import type { Seed } from '../domain/seed.js';
import type { PostedNotice } from '../domain/thread-state.js';
import type { NewsKind } from '../domain/intervention.js';
import type { Position } from '../domain/position.js';
import type { ReplyStance, SpeechAct } from '../domain/speech-act.js';
import type { Board } from '../packs/schema/board.pack.js';
import type { Community } from '../packs/schema/community.pack.js';
import type { RegisterProfile } from '../packs/schema/persona.pack.js';
import type { EvidenceGrade } from '../packs/schema/world.pack.js';
import type { Intent } from '../domain/intent.js';
import type { PhraseBook } from '../packs/world-extensions.js';
import type { Violation } from '../gates/comment-gate.js';
import type { Incident } from './incident.js';

/** Injection token of the {@link TextGenerator}. */
export const TEXT_GENERATOR = Symbol('TEXT_GENERATOR');

/** What a claim rests on: a public fact of the incident, or a passage of the world. */
export interface Evidence {
  /** `public_fact`, or the kind of the passage. */
  readonly kind: string;
  readonly id: string;
  /** A whole sentence. */
  readonly text: string;
  /** Who says so; null for the incident's own facts. */
  readonly source: string | null;
  readonly grade: EvidenceGrade;
}

/** The comment that is answered, and how. */
export interface Reply {
  readonly persona_id: string;
  readonly name: string;
  readonly claim: string;
  readonly stance: ReplyStance;
  /** Its row in the run log. */
  readonly seq: number;
  /** What it did: the answer has to fit. */
  readonly act: SpeechAct;
  /** Whether it asked the writer something, whatever it did beside that. */
  readonly asks?: boolean;
  /** What it spoke of, in a few words. */
  readonly thing: string | null;
  /** Whether the answer was owed, because it asked or objected. */
  readonly owed: boolean;
}

/** An intervention that a comment takes up. */
export interface News {
  readonly kind: NewsKind;
  /** What has become known, or was said; null when it was done. */
  readonly text: string | null;
  /** Who said it; null when nobody did. */
  readonly source: string | null;
  /** What it adds to what can be cited; null when it adds nothing. */
  readonly evidence: Evidence | null;
  /** The rule that moderation acts under, by its name. */
  readonly rule: string | null;
  /** Whether it has just changed the position of whoever speaks. */
  readonly moved: boolean;
  /** The world's patterns for this kind, and for those whom it has moved. */
  readonly phrases: readonly string[];
  readonly movedPhrases: readonly string[];
}

/** A comment of the thread as it stands there. */
export interface ThreadLine {
  readonly name: string;
  readonly text: string;
}

/** A call of a language model that was made for a comment, or taken from what is recorded. */
export interface ModelCall {
  readonly model: string;
  /** Digest of all that the answer depends on. */
  readonly request_hash: string;
  /** Null when the call failed. */
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly duration_ms: number;
  /** As the endpoint says; null when the call failed. */
  readonly finish_reason: string | null;
  /** Whether the answer was taken from what is recorded. */
  readonly replayed: boolean;
  /** Whether this run has made the call, in an attempt whose rows were not kept. */
  readonly recovered?: boolean;
  /** What its tokens cost, by the configured prices; left out without prices. */
  readonly cost?: number;
  /** Why it failed. */
  readonly error_code?: string;
}

/** Everything that a comment is to be made from. Hidden facts are not in it. */
export interface GenerationRequest {
  readonly runId: string;
  readonly round: number;
  /** Whether the round is played again as it was in the run that this one was forked from. */
  readonly isRepeated: boolean;
  readonly speaker: {
    readonly persona_id: string;
    readonly name: string;
    /** How it takes part, in a few words of the world's; null when the world does not say. */
    readonly manner: string | null;
    /** How it speaks; null when the world gives it no archetype. */
    readonly archetype_id: string | null;
  };
  readonly community: Community;
  readonly board: Board;
  readonly seed: Omit<Seed, 'hidden_facts'>;
  /** The incident taken apart: facts and parties in pieces. */
  readonly incident: Incident;
  /** The voice to speak in; null when the world gives the persona none. */
  readonly voice: RegisterProfile | null;
  readonly intent: Intent;
  /** What the comment is to do. */
  readonly act: SpeechAct;
  /** Where the persona stands, and why. */
  readonly position: Position;
  /** Whether the comment that is answered has just changed that; `kept`: it could have, and did not. */
  readonly change: 'moved' | 'kept' | null;
  /** What the comment is to be suspicious of, if it is. */
  readonly suspicion: { readonly thing: string | null; readonly who: string | null } | null;
  readonly evidence: Evidence | null;
  readonly reply: Reply | null;
  /** How the persona's last comment was received. */
  readonly mood: 'none' | 'reported' | 'upvoted';
  /** The catchphrase that is going round, if one is. */
  readonly meme: string | null;
  /** What moderation told the thread in this round or the one before; null when it said nothing. */
  readonly notice?: PostedNotice | null;
  /** What has just happened from outside, as far as this comment takes it up. */
  readonly news?: readonly News[];
  readonly hoursLeft: number;
  /** How likely the persona is to lose its temper, 0..1. */
  readonly temper: number;
  /** Words to avoid. */
  readonly avoid: readonly string[];
  /** What was wrong with the text before; empty the first time. */
  readonly violations: readonly Violation[];
  /** 1 is the first try. */
  readonly generationAttempt: number;
  /** The world's own sentence patterns. */
  readonly phrases: PhraseBook;
  /** The last comments of the thread, in one text: their turns of phrase are better not repeated. */
  readonly recently: string;
  /** The opening post and the last comments, oldest first. */
  thread(): readonly ThreadLine[];
  /** Whether the thread has this very text already. */
  isTaken(text: string): boolean;
  /** Why a text had better be said otherwise: 1, it has words in a row that the thread has; 2, it tells too much; else 0. */
  objection(text: string): 0 | 1 | 2;
  readonly random: RandomStream;
  /** Aborts when the stage's time is over. */
  readonly signal: AbortSignal;
  /** Writes a `model_call` row. */
  noteCall(call: ModelCall): void;
}

/** A comment: its text, and the claim that it makes, as a sentence of its own. */
export interface GeneratedComment {
  readonly text: string;
  readonly claim: string;
  /** What it speaks of, in a few words, for those who answer it. */
  readonly thing?: string | null;
  /** What it cites; what the request asks for when it is left out. */
  readonly evidence?: Evidence | null;
}

/**
 * Writes comments. The same request, with the same draws, must give the same comment.
 *
 * What it throws costs the persona its comment after three tries. A `TextUnfitError` is told to the next try; an error with
 * a member `endsAttempt` ends the stage attempt, whose retry policy goes by its `retryAfterMs` and `retryable`.
 */
export interface TextGenerator {
  generate(request: GenerationRequest): GeneratedComment | Promise<GeneratedComment>;
}
