import { commentsOf } from './rows.mjs';
import { wordsOf } from './words.mjs';

const FOLDS = 5;

/** Held-out comments whose archetype a naive Bayes of words and pairs of words guesses, in percent; runs are held out whole. */
export function guessedArchetypes(runs, archetypeOf) {
  let right = 0;
  let all = 0;
  const labelled = runs.map((run) =>
    commentsOf(run).map(({ persona_id, text }) => ({
      archetype: archetypeOf(persona_id),
      terms: termsOf(text),
    })),
  );
  for (let fold = 0; fold < FOLDS; fold++) {
    const guess = trained(labelled.filter((_, run) => run % FOLDS !== fold).flat());
    for (const { archetype, terms } of labelled.filter((_, run) => run % FOLDS === fold).flat()) {
      all += 1;
      if (guess(terms) === archetype) right += 1;
    }
  }
  return (100 * right) / Math.max(1, all);
}

function termsOf(text) {
  const words = wordsOf(text);
  return [...words, ...words.slice(1).map((word, index) => `${words[index]} ${word}`)];
}

/** @returns the archetype that terms most likely are of (multinomial, add-one smoothing) */
function trained(comments) {
  const models = new Map();
  const vocabulary = new Set();
  for (const { archetype, terms } of comments) {
    const model = models.get(archetype) ?? { comments: 0, terms: 0, counts: new Map() };
    model.comments += 1;
    model.terms += terms.length;
    for (const term of terms) {
      model.counts.set(term, (model.counts.get(term) ?? 0) + 1);
      vocabulary.add(term);
    }
    models.set(archetype, model);
  }
  const likelihood = ({ comments: count, terms: size, counts }, terms) =>
    terms.reduce(
      (total, term) => total + Math.log(((counts.get(term) ?? 0) + 1) / (size + vocabulary.size)),
      Math.log(count / comments.length),
    );
  return (terms) => {
    const ranked = [...models].map(([archetype, model]) => [archetype, likelihood(model, terms)]);
    return ranked.toSorted((a, b) => b[1] - a[1])[0]?.[0];
  };
}
