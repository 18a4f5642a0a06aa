import { plainComment } from './plain-comment.js';
import type { GeneratedComment, GenerationRequest, TextGenerator } from './text-generator.js';
import { voicedComment } from './voiced-comment.js';

/** Texts that are drawn before one that is not quite welcome is said. */
const DRAWS = 10;
/** Texts that are drawn at the most; from {@link DRAWS} on they get longer so as not to repeat one. */
const MAX_DRAWS = 40;
/** A text that the thread has already is the worst of all. */
const TAKEN = 3;

/**
 * Composes comments from the sentence patterns and words of the packs. Deterministic: all choices are draws of the
 * request's stream. Where a world gives no patterns, its own words stand side by side.
 */
export class PhraseGenerator implements TextGenerator {
  generate(request: GenerationRequest): GeneratedComment {
    let best = compose(request, 1);
    let fault = faultOf(request, best);
    for (let draw = 2; fault > (draw <= DRAWS ? 0 : 1) && draw <= MAX_DRAWS; draw++) {
      const comment = compose(request, draw <= DRAWS ? 1 : 1 + Math.ceil((draw - DRAWS) / 4));
      const its = faultOf(request, comment);
      if (its < fault) [best, fault] = [comment, its];
    }
    return best;
  }
}

function compose(request: GenerationRequest, claims: number): GeneratedComment {
  return voicedComment(request, claims) ?? plainComment(request, claims);
}

function faultOf(request: GenerationRequest, { text }: GeneratedComment): number {
  return request.isTaken(text) ? TAKEN : request.objection(text);
}
