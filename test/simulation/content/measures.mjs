import { guessedArchetypes } from './archetypes.mjs';
import { commentsOf } from './rows.mjs';
import { contentOf, publicTextOf, sentencesOf, sequencesOf, shared, wordsOf } from './words.mjs';

/** Words in a row, outside quotation marks, that two texts should not share. */
const IN_A_ROW = 5;
/** The incident by which most sentences are known. */
const TENTH = 10;
/** The share of a skeleton's word pairs that two comments of one template have in common. */
const SAME_TEMPLATE = 0.6;

const percent = (part, whole) => (whole === 0 ? 0 : (100 * part) / whole);
const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => (values.length === 0 ? 0 : sum(values) / values.length);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const allComments = (runs) => runs.flatMap((run) => commentsOf(run).map((row) => ({ row, seed: run.seed })));

const isNameless = ({ row: { text }, seed }) => {
  const words = contentOf(text);
  const lower = text.toLowerCase();
  if (seed.stakeholders.some((who) => lower.includes(who.toLowerCase().replace(/^the /u, '')))) return false;
  return ![...seed.public_facts, ...seed.stakeholders].some((fact) => shared(contentOf(fact), words) >= 2);
};

/** Comments that name neither a fact nor a stakeholder, in percent. */
export function nameless(runs) {
  const comments = allComments(runs.filter(({ seed }) => seed.public_facts.length >= 3));
  return percent(comments.filter(isNameless).length, comments.length);
}

/** Citations that are public facts, in percent. */
export function factCitations(runs) {
  const cited = allComments(runs).filter(({ row }) => row.evidence);
  return percent(cited.filter(({ row }) => row.evidence.kind === 'public_fact').length, cited.length);
}

const isStray = ({ row, seed }) => shared(contentOf(row.evidence.text), contentOf(publicTextOf(seed))) === 0;

/** Citations of lore that share no word with the incident, in percent. */
export function strayLore(runs) {
  const lore = allComments(runs).filter(({ row }) => row.evidence && row.evidence.kind !== 'public_fact');
  return percent(lore.filter(isStray).length, lore.length);
}

/** Comments that state most of a fact and cite nothing. */
export function uncitedFacts(runs) {
  return allComments(runs).filter(({ row: { text, evidence, reply_to }, seed }) => {
    if (evidence || reply_to) return false;
    const words = contentOf(text);
    return seed.public_facts.some((fact) => {
      const content = contentOf(fact);
      return content.size > 2 && shared(content, words) >= 0.75 * content.size;
    });
  }).length;
}

/** For each pair of incidents with one random seed: comments of the same persona and template at the same place, in percent. */
export function sameTemplates(pairs) {
  return pairs.map(([one, other]) => {
    const incident = new Set(wordsOf(`${publicTextOf(one.seed)}\n${publicTextOf(other.seed)}`));
    const others = commentsOf(other);
    const comments = commentsOf(one);
    const same = comments.filter((row, place) => {
      const counterpart = others[place];
      if (!counterpart || counterpart.persona_id !== row.persona_id) return false;
      return likeness(pairsOf(row.text, incident), pairsOf(counterpart.text, incident)) >= SAME_TEMPLATE;
    });
    return percent(same.length, comments.length);
  });
}

function pairsOf(text, incident) {
  const words = wordsOf(text).filter((word) => !incident.has(word));
  return new Set(words.slice(1).map((word, index) => `${words[index]} ${word}`));
}

function likeness(one, other) {
  const both = shared(one, other);
  return both / Math.max(1, Math.min(one.size, other.size));
}

const isAnswer = (reply, by) => (row, place) =>
  place > reply.place && row.persona_id === by && row.reply_to?.persona_id === reply.row.persona_id;

/** Replies that whom they address answers later, in percent; and exchanges of three turns a run. */
export function answers(runs) {
  const counts = runs.map((run) => {
    const comments = commentsOf(run);
    const replies = comments.flatMap((row, place) => (row.reply_to ? [{ row, place }] : []));
    const answered = replies.filter((reply) => comments.some(isAnswer(reply, reply.row.reply_to.persona_id)));
    return { replies: replies.length, answered: answered.length };
  });
  return {
    answered: percent(sum(counts.map(({ answered }) => answered)), sum(counts.map(({ replies }) => replies))),
    exchanges: mean(runs.map(exchangesOf)),
  };
}

/** Turns of A, B and A in which each answers the one before. */
function exchangesOf(run) {
  const comments = commentsOf(run);
  let count = 0;
  for (const [place, row] of comments.entries()) {
    const { persona_id, reply_to } = row;
    if (!reply_to) continue;
    const back = comments.slice(0, place).findLast((each) => each.persona_id === reply_to.persona_id);
    if (back?.reply_to?.persona_id === persona_id) count++;
  }
  return count;
}

/** Consecutive comments of one persona with another intent, in percent. */
export function intentFlips(runs) {
  let flips = 0;
  let pairs = 0;
  for (const run of runs) {
    const last = new Map();
    for (const { persona_id, intent } of commentsOf(run)) {
      if (last.has(persona_id)) pairs++;
      if (last.has(persona_id) && last.get(persona_id) !== intent) flips++;
      last.set(persona_id, intent);
    }
  }
  return percent(flips, pairs);
}

const isCaused =
  (run) =>
  ({ type, because }) =>
    type === 'position_change' && run.rows.some((row) => row.type === 'round' && row.seq === because);

/** Runs in which somebody was moved by a comment, in percent. */
export function movedRuns(runs) {
  return percent(runs.filter((run) => run.rows.some(isCaused(run))).length, runs.length);
}

/** Comments a run that come near a hidden fact; and words of hidden facts alone that comments use. */
export function hiddenFacts(runs) {
  const telling = runs.filter(({ seed }) => seed.hidden_facts.length > 0);
  const near = telling.map((run) => commentsOf(run).filter((row) => Number.isInteger(row.near_hidden_fact)));
  const leaks = telling.map((run) => {
    const names = commentsOf(run).map(({ persona_name }) => persona_name);
    const open = contentOf([publicTextOf(run.seed), ...names].join('\n'));
    const secret = [...contentOf(run.seed.hidden_facts.join(' '))].filter(
      (word) => !open.has(word) && !open.has(word.replace(/s$/u, '')) && !open.has(`${word}s`),
    );
    return commentsOf(run).filter(({ text }) => shared(contentOf(text), new Set(secret)) > 0).length;
  });
  return {
    near: mean(near.map(({ length }) => length)),
    leaks: percent(sum(leaks), sum(telling.map((run) => commentsOf(run).length))),
  };
}

const textsOf = (run) => JSON.stringify(commentsOf(run).map(({ text }) => text));

/** Runs whose comments are others without the hidden facts, in percent. */
export function changedWithout(pairs) {
  return percent(pairs.filter(([one, other]) => textsOf(one) !== textsOf(other)).length, pairs.length);
}

/** Sentences of later incidents that were said in the first nine, in percent. */
export function knownSentences(runs) {
  const incidents = [...new Set(runs.map(({ seed }) => seed.seed_id))];
  const known = new Set();
  let repeated = 0;
  let said = 0;
  for (const [number, id] of incidents.entries()) {
    const sentences = runs
      .filter(({ seed }) => seed.seed_id === id)
      .flatMap(commentsOf)
      .flatMap(({ text }) => sentencesOf(text));
    if (number >= TENTH - 1) {
      said += sentences.length;
      repeated += sentences.filter((sentence) => known.has(sentence)).length;
    }
    for (const sentence of sentences) known.add(sentence);
  }
  return percent(repeated, said);
}

/** Comments that share five words in a row with another incident's run; and with another comment of their run. In percent. */
export function sharedSequences(runs) {
  const saidIn = new Map();
  const comments = runs.flatMap((run, number) =>
    commentsOf(run).map(({ text }) => ({
      number,
      incident: run.seed.seed_id,
      found: sequencesOf(text, IN_A_ROW),
    })),
  );
  for (const comment of comments) {
    for (const sequence of comment.found) saidIn.set(sequence, [...(saidIn.get(sequence) ?? []), comment]);
  }
  const others = (comment, isOther) =>
    [...comment.found].some((sequence) =>
      saidIn.get(sequence).some((each) => each !== comment && isOther(each)),
    );
  const across = comments.filter((comment) =>
    others(comment, ({ incident }) => incident !== comment.incident),
  );
  const within = comments.filter((comment) => others(comment, ({ number }) => number === comment.number));
  return {
    across: percent(across.length, comments.length),
    within: percent(within.length, comments.length),
  };
}

/** Opening posts that share five words in a row, outside quotation marks and their own incident, with another's; in percent. */
export function likeOpenings(runs) {
  const openings = runs.map(({ rows, seed }) => {
    const row = rows.find(({ type }) => type === 'thread_selected');
    return { seed, persona: row.persona_id ?? null, found: sequencesOf(row.text, IN_A_ROW) };
  });
  const alike = openings.filter(({ seed, found }) =>
    openings.some((other) => other.seed.seed_id !== seed.seed_id && shared(found, other.found) > 0),
  );
  return {
    alike: percent(alike.length, openings.length),
    signed: percent(openings.filter(({ persona }) => persona !== null).length, openings.length),
  };
}

/** All measures, each with its goal: `atMost` or `atLeast`. */
export function measure({ runs, argued, pairs, withoutHidden, archetypeOf }) {
  const templates = sameTemplates(pairs);
  const { answered, exchanges } = answers(argued);
  const { near, leaks } = hiddenFacts(runs);
  const { across, within } = sharedSequences(runs);
  const { alike, signed } = likeOpenings(runs);
  return [
    { name: 'comments that name no fact and no stakeholder', value: nameless(runs), unit: '%', atMost: 30 },
    { name: 'citations that are public facts', value: factCitations(runs), unit: '%', atLeast: 60 },
    {
      name: 'citations of lore without a word of the incident',
      value: strayLore(runs),
      unit: '%',
      atMost: 10,
    },
    { name: 'comments that state a fact and cite nothing', value: uncitedFacts(runs), unit: '', atMost: 0 },
    { name: 'same template, other incident (median)', value: median(templates), unit: '%', atMost: 15 },
    { name: 'same template, other incident (most)', value: Math.max(...templates), unit: '%', atMost: 30 },
    { name: 'replies that are answered', value: answered, unit: '%', atLeast: 40 },
    { name: 'exchanges of three turns a run', value: exchanges, unit: '', atLeast: 1.5 },
    { name: 'intents that flip', value: intentFlips(argued), unit: '%', atMost: 40 },
    { name: 'runs in which a comment moves somebody', value: movedRuns(argued), unit: '%', atLeast: 80 },
    { name: 'comments near a hidden fact, a run', value: near, unit: '', atLeast: 1 },
    { name: 'comments with a word of hidden facts alone', value: leaks, unit: '%', atMost: 0 },
    {
      name: 'runs that change without hidden facts',
      value: changedWithout(withoutHidden),
      unit: '%',
      atLeast: 100,
    },
    {
      name: 'archetypes guessed from held-out comments',
      value: guessedArchetypes(runs, archetypeOf),
      unit: '%',
      atLeast: 50,
    },
    { name: 'sentences known by the tenth incident', value: knownSentences(runs), unit: '%', atMost: 60 },
    { name: "comments that share five words with another incident's", value: across, unit: '%', atMost: 40 },
    { name: 'comments that share five words within their run', value: within, unit: '%', atMost: 8 },
    {
      name: "opening posts that share five words with another incident's",
      value: alike,
      unit: '%',
      atMost: 60,
    },
    { name: 'opening posts by a persona', value: signed, unit: '%', atLeast: 100 },
  ];
}

/** Whether a measure is as good as it should be; with a margin, by so much better (0.1: a tenth). */
export function isMet({ value, atMost, atLeast }, margin = 0) {
  return atMost === undefined ? value >= atLeast * (1 + margin) : value <= atMost * (1 - margin);
}
