import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { decoratedProviders } from '../../common/index.js';
import { StageRegistrationError } from '../../orchestrator/index.js';
import {
  CommentGateMetadata,
  type CommentGateHandler,
  type CommentGateOptions,
  type GateSituation,
  type GatedComment,
  type Violation,
} from './comment-gate.js';
import type { Span } from './disguise/disguised-terms.js';

/** What one gate said of a text. */
export interface GateResult {
  readonly gate_name: string;
  readonly passed: boolean;
  /** The first violation's message; null when the text passed. */
  readonly reason: string | null;
  readonly violations: readonly Violation[];
  /** Whether a text that still fails here is withheld. */
  readonly withholds: boolean;
}

/** Asks all gates of the application about a comment. */
@Injectable()
export class GateKeeper implements OnModuleInit {
  private gates: {
    readonly name: string;
    readonly withholds: boolean;
    readonly handler: CommentGateHandler;
  }[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws StageRegistrationError when a gate has no check method, or two have one name */
  onModuleInit(): void {
    const found = decoratedProviders<CommentGateOptions>(this.discovery, CommentGateMetadata.KEY);
    this.gates = found
      .map(({ instance, className, options: { name, withholds = false } }) => {
        const handler = instance as CommentGateHandler;
        if (typeof handler.check !== 'function') {
          throw new StageRegistrationError(
            `${className} is decorated with @CommentGate but has no check method. Add one, or take the decorator off.`,
          );
        }
        return { name, withholds, handler };
      })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const twice = this.gates.find(({ name }, index) => this.gates[index + 1]?.name === name);
    if (twice) {
      throw new StageRegistrationError(
        `There are two comment gates '${twice.name}'. Give each its own name.`,
      );
    }
  }

  check(comment: GatedComment, situation: GateSituation): GateResult[] {
    return this.gates.map(({ name, withholds, handler }) => {
      const violations = handler.check(comment, situation);
      const reason = violations[0]?.message ?? null;
      return { gate_name: name, passed: violations.length === 0, reason, violations, withholds };
    });
  }

  /** What the gates find in a text that would be withheld for it. */
  withholding(comment: GatedComment, situation: GateSituation): Violation[] {
    return this.gates.flatMap(({ withholds, handler }) =>
      withholds ? [...handler.check(comment, situation)] : [],
    );
  }
}

/** The text with everything blacked out that the gates found in it and marked. */
export function redact(text: string, violations: readonly Violation[]): string {
  const found = violations.flatMap((violation) => violation.found ?? []);
  if (found.length === 0) return text;
  const units = text.split('');
  const spans = found.flatMap((one) => (typeof one === 'string' ? spansOf(text, one) : [one]));
  for (const { start, end } of spans) units.fill('█', start, end);
  return units.join('');
}

function spansOf(text: string, words: string): Span[] {
  const spans: Span[] = [];
  if (words === '') return spans;
  for (let start = text.indexOf(words); start >= 0; start = text.indexOf(words, start + words.length)) {
    spans.push({ start, end: start + words.length });
  }
  return spans;
}
