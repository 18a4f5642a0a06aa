import { Injectable, applyDecorators } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Seed } from '../domain/seed.js';
import type { SimilarityIndex } from '../domain/similarity.js';
import type { Evidence } from '../generation/text-generator.js';
import type { Intent } from '../domain/intent.js';
import type { Span } from './disguise/disguised-terms.js';
import type { World } from '../packs/world.js';

/** Something that a gate found. */
export interface Violation {
  readonly rule_id: string;
  /** UPPER_SNAKE */
  readonly code: string;
  readonly message: string;
  readonly severity: 'low' | 'medium' | 'high';
  /**
   * What to black out when the text is kept all the same: words, wherever they stand, or places in the text that was
   * checked, in UTF-16 code units. Not written to the log.
   */
  readonly found?: readonly (string | Span)[];
}

/** A comment that asks to be let through. */
export interface GatedComment {
  readonly text: string;
  readonly claim: string;
  readonly intent: Intent;
  readonly evidence: Evidence | null;
}

/** The thread that a comment is meant for. */
export interface GateSituation {
  readonly world: World;
  readonly seed: Omit<Seed, 'hidden_facts'>;
  /** Taboo words: those of the persona's voice, and those of the thread's template. */
  readonly taboos: readonly (readonly string[])[];
  /** The texts of the context and of the thread so far. */
  readonly texts: SimilarityIndex;
}

/** Checks comments. Gates are asked in the order of their names; all are asked about each text. */
export interface CommentGateHandler {
  /** What is wrong with the comment; nothing lets it through. */
  check(comment: GatedComment, situation: GateSituation): readonly Violation[];
}

/** What a gate says of itself. */
export interface CommentGateOptions {
  /** Written to the `gate` rows as `gate_name`. */
  readonly name: string;
  /** Whether a text that still fails after regeneration is withheld; a gate without it only asks for a new text. */
  readonly withholds?: boolean;
}

export const CommentGateMetadata = DiscoveryService.createDecorator<CommentGateOptions>();

/** Makes a provider a gate that every comment passes, wherever in the application it is provided. */
export function CommentGate(options: CommentGateOptions): ClassDecorator {
  return applyDecorators(Injectable(), CommentGateMetadata(options));
}
