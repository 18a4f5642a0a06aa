import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { answering, contextRow, endRow, quarrel, roundRow } from '../../../test/support/report-rows.js';
import { buildReport } from './build-report.js';
import { markdownText } from './markdown-text.js';
import { reportMarkdown } from './report-markdown.js';

const HARMLESS = 'plain words';
/** Claims that are not nearly the same, whatever follows them. */
const CLAIMS: Readonly<Record<string, string>> = {
  ann: 'Ring every bell in the harbour tonight, and keep ringing until the owner wakes up and says what is missing.',
  bob: 'Nobody should touch a rope before the manifest has been read aloud by two people who never met before.',
  cat: 'Whose handwriting is that on page four, since it is neither the clerk’s nor that of anyone on shift?',
};

/** A report in which one text stands wherever a seed or a comment can put one. */
async function written(text: string): Promise<string> {
  const fields = {
    text,
    persona_name: text,
    community_name: text,
    evidence: { id: 'E', text, source: text },
  };
  const speak = (persona: string, community: string, more: object) =>
    roundRow(1, [community, persona], text, { ...fields, claim: `${CLAIMS[persona]} ${text}`, ...more });
  const facts = [text];
  const report = await buildReport([
    contextRow({
      title: text,
      summary: text,
      public_facts: facts,
      stakeholders: facts,
      forbidden_terms: facts,
    }),
    speak('ann', 'C1', { intent: 'alert' }),
    speak('bob', 'C2', { intent: 'mediate', ...answering('ann', 'oppose') }),
    speak('cat', 'C3', { intent: 'evidence', ...answering('bob', 'ask') }),
    endRow(),
  ]);
  return reportMarkdown(report);
}

/** How each line begins, and how many cells it has: what Markdown makes of a document. */
function structure(markdown: string): string[] {
  return markdown.split('\n').map((line) => {
    const marker = /^(#{1,6} |\| |> ?|(?: {2})?- |)/.exec(line)?.[0] ?? '';
    const cells = line.replaceAll(/\\./g, '').split('|').length;
    return `${marker}${cells}`;
  });
}

describe('the report as Markdown', () => {
  it('has a heading for each section, and reads like one', async () => {
    const markdown = reportMarkdown(await buildReport(quarrel()));
    expect(markdown.match(/^##? .*$/gm)).toEqual([
      '# The bell is gone',
      '## Outcome',
      '## Summary',
      '## Timeline',
      '## Lenses',
      '## Highlights',
      '## Conflict map',
      '## Arcs',
      '## Dialogue candidates',
      '## Foreshadowing',
      '## Risk checks',
      '## Seed constraints',
      '## Evidence watch',
      '## Story checklist',
      '## Report gate',
    ]);
    expect(markdown).toContain(
      '- **A** “Ring every bell tonight.” — Name of ann (Name of C1), round 1, score 8.0',
    );
    expect(markdown).toContain('report gate **passed**');
  });

  it.each([
    '# heading\n## another',
    '| a | b |\n| --- | --- |',
    '<script>alert(1)</script><!-- ',
    '[link](javascript:alert(1)) ![image](x) [ref]: http://x',
    '```\ncode `fence',
    '> quoted\r\n- item\n1. one\n\n---\n===',
    '~~~\u2028# after a line separator\u0085# after another\u000b# and another',
    String.raw`trailing \ and \| pipe \\| again`,
    '**bold** __bold__ _em_ ~~gone~~ $math$ &lt;',
  ])('keeps its structure whatever is said in it: %j', async (text) => {
    expect(structure(await written(text))).toEqual(structure(await written(HARMLESS)));
  });

  it('holds no direction or control characters, wherever the report has them', async () => {
    const hidden = '\u202E\u2066\u200F\u061C\u001B\u0000\u009B\u2028\u2029';
    const spoiled = <T>(value: T): T => {
      if (typeof value === 'string') return `${hidden}${value}${hidden}` as T;
      if (Array.isArray(value)) return value.map(spoiled) as T;
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, spoiled(member)])) as T;
    };
    const report = await buildReport(quarrel());
    const markdown = reportMarkdown(spoiled(report));
    expect(markdown).not.toMatch(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u206F\u2028\u2029]|(?!\n)\p{Cc}/u);
    expect(structure(markdown)).toEqual(structure(reportMarkdown(report)));
  });

  it('keeps its structure for any text', async () => {
    const markup = fc.constantFrom(...'#|<>[]()`*_~-+=.1!\\&$:@ \n\r\t"“”a'.split(''));
    const texts = fc.oneof(
      fc.string({ unit: markup, minLength: 1 }),
      fc.string({ unit: 'binary', minLength: 1 }),
    );
    const expected = structure(await written(HARMLESS));
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        fc.pre(/[^\s\p{Cc}\p{Cf}]/u.test(text));
        expect(structure(await written(text))).toEqual(expected);
      }),
    );
  });
});

describe('a text in Markdown', () => {
  it.each([
    ['a\n\n# b', String.raw`a \# b`],
    ['<b>', String.raw`\<b\>`],
    ['- a', String.raw`\- a`],
    ['12. a', String.raw`12\. a`],
    ['12) a', String.raw`12\) a`],
    ['a|b', String.raw`a\|b`],
    ['`a`', '\\`a\\`'],
    ['[a](b)', String.raw`\[a\](b)`],
    ['see https://x.org and WWW.x.org or a@x.org', String.raw`see https\://x.org and WWW\.x.org or a\@x.org`],
    ['_a_ but snake_case', String.raw`\_a\_ but snake_case`],
    ['a\u202Egnp.\u2066exe\u200F', 'agnp.exe'],
    ['\u202E- a', String.raw`\- a`],
    ['a\u001B[2J\u009Bb', String.raw`a \[2J b`],
    ['a - b + c = 1.5!', 'a - b + c = 1.5!'],
    ['“말은 그대로” 남는다.', '“말은 그대로” 남는다.'],
  ])('turns %j into %j', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });
});
