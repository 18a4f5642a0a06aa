import MiniSearch from 'minisearch';
import { wordsOf } from '../domain/words.js';

/** What documents are found by. */
const FIELDS = ['text', 'source', 'keywords'] as const;

/** A document of the index: its fields' words are what it is found by. */
export type WordDocument = Readonly<Record<'id' | (typeof FIELDS)[number], string>>;

/** The documents that have a word, in the order in which a search comes upon them. */
interface Hits {
  /** The documents' places in the list. */
  readonly places: Int32Array;
  /** What the word is worth to each of them. */
  readonly scores: Float64Array;
}

const NO_HITS: Hits = { places: new Int32Array(0), scores: new Float64Array(0) };

/**
 * Scores documents by the words of a query. A search scores each word by itself and adds up, so that every word of the
 * documents can be searched for once, when the index is made: a query only adds.
 */
export class WordScores {
  /** The hits of each word that occurs. */
  private readonly hits: ReadonlyMap<string, Hits>;

  /** @param documents their ids are unique */
  constructor(private readonly documents: readonly WordDocument[]) {
    const index = new MiniSearch<WordDocument>({
      fields: [...FIELDS],
      tokenize: wordsOf,
      processTerm: (term) => term,
    });
    index.addAll(documents);
    const places = new Map(documents.map(({ id }, place) => [id, place]));
    const words = new Set(
      documents.flatMap((document) => FIELDS.flatMap((field) => wordsOf(document[field]))),
    );
    this.hits = new Map([...words].map((word) => [word, hitsOf(index, word, places)]));
  }

  /**
   * The places of the documents that have words of a query, best first; of equal ones, the one that was found first.
   * @param boost what the score of the document at a place is multiplied by
   */
  rank(query: string, boost: (place: number) => number): number[] {
    const sums = new Float64Array(this.documents.length);
    const wordsFound = new Int32Array(this.documents.length);
    const found: number[] = [];
    for (const word of new Set(wordsOf(query))) {
      const { places, scores } = this.hits.get(word) ?? NO_HITS;
      for (let hit = 0; hit < places.length; hit++) {
        const place = places[hit] as number;
        if (wordsFound[place] === 0) found.push(place);
        sums[place] = (sums[place] as number) + (scores[hit] as number);
        wordsFound[place] = (wordsFound[place] as number) + 1;
      }
    }
    const score = (place: number) => (sums[place] as number) * (wordsFound[place] as number) * boost(place);
    return found
      .map((place) => ({ place, score: score(place) }))
      .toSorted((a, b) => b.score - a.score)
      .map(({ place }) => place);
  }
}

/** What a search for one word finds, field by field and in the order of the documents. */
function hitsOf(index: MiniSearch<WordDocument>, word: string, places: ReadonlyMap<string, number>): Hits {
  const found = index
    .search(word)
    .map(({ id, score, match }) => ({
      place: places.get(id as string) ?? 0,
      score,
      field: FIELDS.findIndex((field) => match[word]?.includes(field)),
    }))
    .toSorted((a, b) => a.field - b.field || a.place - b.place);
  return {
    places: Int32Array.from(found, ({ place }) => place),
    scores: Float64Array.from(found, ({ score }) => score),
  };
}
