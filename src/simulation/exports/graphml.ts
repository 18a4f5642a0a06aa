import type { ReplyGraph } from './reply-graph.js';

const NODE_KEYS = {
  label: 'string',
  community_id: 'string',
  community_name: 'string',
  comments: 'int',
  upvotes: 'int',
  reports: 'int',
} as const;
const EDGE_KEYS = { weight: 'int', agree: 'int', oppose: 'int', ask: 'int' } as const;

/** What XML 1.0 has no way to write: most control characters, and halves of surrogate pairs. */
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A reply graph as GraphML (http://graphml.graphdrawing.org), directed, as Gephi and NetworkX read it. */
export function graphmlOf({ nodes, edges }: ReplyGraph): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
      ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">',
    ...keyLines('node', NODE_KEYS),
    ...keyLines('edge', EDGE_KEYS),
    '  <graph id="replies" edgedefault="directed">',
    ...nodes.map(
      ({ name, ...node }) =>
        `    <node id="${escaped(node.id)}">${dataOf(NODE_KEYS, { ...node, label: name })}</node>`,
    ),
    ...edges.map(
      (edge) =>
        `    <edge source="${escaped(edge.source)}" target="${escaped(edge.target)}">${dataOf(EDGE_KEYS, edge)}</edge>`,
    ),
    '  </graph>',
    '</graphml>',
  ];
  return `${lines.join('\n')}\n`;
}

function keyLines(domain: string, keys: Readonly<Record<string, string>>): string[] {
  return Object.entries(keys).map(
    ([name, type]) => `  <key id="${name}" for="${domain}" attr.name="${name}" attr.type="${type}"/>`,
  );
}

function dataOf<K extends string>(
  keys: Readonly<Record<K, string>>,
  values: Readonly<Record<NoInfer<K>, string | number>>,
): string {
  const names = Object.keys(keys) as K[];
  return names.map((name) => `<data key="${name}">${escaped(String(values[name]))}</data>`).join('');
}

function escaped(text: string): string {
  return text
    .replace(NOT_IN_XML, '\uFFFD')
    .replace(/[&<>"\t\n\r]/g, (character) => ENTITIES[character] ?? '');
}
