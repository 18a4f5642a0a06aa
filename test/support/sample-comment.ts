import type { SpokenComment } from '../../src/simulation/domain/thread-state.js';

/** A comment as those who speak next see it. */
export function sampleComment(change: Partial<SpokenComment> = {}): SpokenComment {
  const persona_id = change.persona_id ?? 'P01';
  return {
    persona_id,
    name: `Name of ${persona_id}`,
    intent: 'evidence',
    claim: 'A claim.',
    seq: 20,
    act: 'claim',
    stance: 'for',
    fact_id: null,
    thing: null,
    about: null,
    to: null,
    ...change,
  };
}
