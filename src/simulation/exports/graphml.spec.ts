import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from '@jest/globals';
import { graphmlOf } from './graphml.js';

const HOSTILE = `<a>&"'\t]]>\u0000\u001B\uD800 \u202E=1`;

/** The replacement characters that we write are worth a warning. */
function failUnlessWarned(level: string, message: string): void {
  if (level !== 'warning') throw new Error(message);
}

describe('GraphML', () => {
  it('is well-formed whatever personas are called', () => {
    const node = { id: HOSTILE, name: HOSTILE, community_id: 'c', community_name: HOSTILE };
    const figures = { comments: 2, upvotes: 1, reports: 0 };
    const edge = { source: HOSTILE, target: HOSTILE, weight: 1, agree: 1, oppose: 0, ask: 0 };
    const xml = graphmlOf({ nodes: [{ ...node, ...figures }], edges: [edge] });
    const document = new DOMParser({ onError: failUnlessWarned }).parseFromString(xml, 'text/xml');
    const [found] = document.getElementsByTagName('node');
    const readable = ['\u0000', '\u001B', '\uD800'].reduce(
      (text, lost) => text.replaceAll(lost, '\uFFFD'),
      HOSTILE,
    );
    expect(found?.getAttribute('id')).toBe(readable);
    expect(document.getElementsByTagName('edge')[0]?.getAttribute('source')).toBe(readable);
    const [label] = found?.getElementsByTagName('data') ?? [];
    expect(label?.textContent).toBe(readable);
  });
});
