import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addRows, emptySummary, publicSummary, type CountedRow } from './runlog-summary.js';

/** A row as it is stored. */
function row(type: string, fields: object = {}, at = '2026-01-01T00:00:00.000Z'): CountedRow {
  return { type, at, json: JSON.stringify({ type, at, ...fields }) };
}

const summaryOf = (...rows: CountedRow[]) => addRows(emptySummary(), rows);
const checkpoint = (outcome: string, attempt = 1) =>
  row('stage_checkpoint', { node_id: 'a', outcome, attempt });
const graphNode = (node_id: string, outcome = 'success', duration_ms = 5) =>
  row('graph_node', { node_id, outcome, duration_ms });
const attempts = (node_id: string, count: number) => row('graph_node_attempt', { node_id, attempts: count });

const rows = fc.array(
  fc.oneof(
    fc
      .record({ type: fc.constantFrom('round', 'gate', 'context'), text: fc.string({ unit: 'binary' }) })
      .map(({ type, text }) => row(type, { text })),
    fc
      .tuple(fc.constantFrom('retry', 'failed', 'success'), fc.integer({ min: 1, max: 9 }))
      .map(([outcome, attempt]) => checkpoint(outcome, attempt)),
    fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(1_000)).map(([id, ms]) => graphNode(id, 'failed', ms)),
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 9 }))
      .map(([id, n]) => attempts(id, n)),
  ),
  { maxLength: 20 },
);

describe('the summary of a run log', () => {
  it('counts rows, by type and in all, and keeps the first and the last time', () => {
    const summary = summaryOf(row('round', {}, 'T1'), row('gate', {}, 'T2'), row('round', {}, 'T3'));
    expect(summary).toMatchObject({ rows: 3, first_at: 'T1', last_at: 'T3' });
    expect(summary.row_counts).toEqual({ round: 2, gate: 1 });
  });

  it.each([
    ['plain', 5],
    ['ü', 2],
    ['한국어', 9],
    ['😀', 4],
    ['\u2028', 3],
  ])('counts the UTF-8 bytes of a row that holds %j', (text, bytes) => {
    const without = summaryOf(row('round', { text: '' })).bytes;
    expect(summaryOf(row('round', { text })).bytes - without).toBe(bytes);
  });

  it('counts retries and failures of attempts, and no other outcome', () => {
    const outcomes = ['retry', 'retry', 'success', 'failed', 'cancelled', 'interrupted'];
    const { stage } = summaryOf(...outcomes.map((outcome) => checkpoint(outcome)));
    expect(stage).toMatchObject({ retry_count: 2, failure_count: 1 });
  });

  it('does not count outcomes in rows of other types', () => {
    const { stage } = summaryOf(row('round', { outcome: 'retry' }), row('news', { outcome: 'failed' }));
    expect(stage).toEqual({ retry_count: 0, failure_count: 0, max_attempts: 0, nodes: [] });
  });

  it.each<[string, CountedRow[], number]>([
    ['0 without rows', [], 0],
    ['0 when only the stages themselves wrote rows', [row('context'), row('round', { attempt: 4 })], 0],
    ['1 when there are graph_node rows only', [graphNode('a'), graphNode('b')], 1],
    ['the largest attempt of a checkpoint', [checkpoint('retry', 1), checkpoint('failed', 4)], 4],
    ['the largest number of attempts of a node', [graphNode('a'), attempts('a', 3), attempts('b', 2)], 3],
    ['the larger of both, the checkpoint', [attempts('a', 2), checkpoint('retry', 3)], 3],
    ['the larger of both, the node', [checkpoint('retry', 2), attempts('a', 5), graphNode('a')], 5],
  ])('has as max_attempts %s', (_, given, largest) => {
    expect(summaryOf(...given).stage.max_attempts).toBe(largest);
  });

  it('lists the nodes in the order of their ends, each with its attempts', () => {
    const { nodes } = summaryOf(graphNode('b'), attempts('b', 2), graphNode('a', 'failed', 9)).stage;
    expect(nodes).toEqual([
      { node_id: 'b', outcome: 'success', attempts: 2, duration_ms: 5 },
      { node_id: 'a', outcome: 'failed', attempts: 1, duration_ms: 9 },
    ]);
  });

  it('has one entry for a node that ended twice: its last outcome, and the time of both', () => {
    const ends = [
      graphNode('a', 'failed', 5),
      attempts('a', 2),
      graphNode('a', 'success', 7),
      attempts('a', 3),
    ];
    expect(summaryOf(...ends).stage.nodes).toEqual([
      { node_id: 'a', outcome: 'success', attempts: 3, duration_ms: 12 },
    ]);
  });

  it('is the same whether rows are added at once or in pieces', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat(20)), (all, cuts) => {
        const edges = [0, ...cuts.map((cut) => Math.min(cut, all.length)), all.length].toSorted(
          (a, b) => a - b,
        );
        const pieces = edges.slice(1).map((end, index) => all.slice(edges[index], end));
        const inPieces = pieces.reduce((summary, piece) => addRows(summary, piece), emptySummary());
        expect(inPieces).toEqual(addRows(emptySummary(), all));
      }),
    );
  });

  it('leaves the summary that it was given as it was', () => {
    const before = summaryOf(graphNode('a'));
    const copy = structuredClone(before);
    addRows(before, [graphNode('a', 'failed'), attempts('a', 9), checkpoint('retry')]);
    expect(before).toEqual(copy);
  });

  it('has a checksum of every row, which is not shown', () => {
    const [a, b] = [row('round', { text: 'ü' }), row('gate')];
    const summary = summaryOf(a, b);
    expect(summary.checksum).toEqual({ rows: 2, crc32: crc32(`${a.json}\n${b.json}\n`) });
    expect(addRows(summaryOf(a), [b])).toEqual(summary);
    expect(summaryOf(b, a).checksum).not.toEqual(summary.checksum);
    expect(publicSummary(summary)).not.toHaveProperty('checksum');
    expect(publicSummary(summary)).toHaveProperty('bytes', summary.bytes);
  });

  it('has no checksum when a row was counted without one', () => {
    const { checksum, ...older } = summaryOf(row('round'));
    expect(addRows(older, [row('round')])).not.toHaveProperty('checksum');
    const stale = { ...summaryOf(row('round'), row('gate')), ...(checksum && { checksum }) };
    expect(addRows(stale, [row('round')])).not.toHaveProperty('checksum');
  });
});
