import { numberAt, objectAt, textAt, type ReportRow } from '../report/row-fields.js';

/** A persona who commented, or was answered. Figures are sums over its comments. */
export interface GraphNode {
  id: string;
  name: string;
  community_id: string;
  community_name: string;
  comments: number;
  upvotes: number;
  reports: number;
}

/** The answers of one persona to another. */
export interface GraphEdge {
  source: string;
  target: string;
  /** How many. */
  weight: number;
  agree: number;
  oppose: number;
  ask: number;
}

/** Who answered whom. */
export interface ReplyGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

const STANCES = ['agree', 'oppose', 'ask'] as const;

/** Reads who answered whom from a log; in memory that grows with the personas alone. */
export async function replyGraph(rows: AsyncIterable<ReportRow>): Promise<ReplyGraph> {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  for await (const row of rows) if (row.type === 'round') addComment(row, nodes, edges);
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

function addComment(row: ReportRow, nodes: Map<string, GraphNode>, edges: Map<string, GraphEdge>): void {
  const speaker = nodeOf(textAt(row, 'persona_id'), nodes);
  speaker.name = textAt(row, 'persona_name', speaker.id);
  speaker.community_id = textAt(row, 'community_id');
  speaker.community_name = textAt(row, 'community_name');
  speaker.comments += 1;
  speaker.upvotes += numberAt(row, 'upvotes');
  speaker.reports += numberAt(row, 'reports');
  const reply = objectAt(row, 'reply_to');
  const answered = textAt(reply, 'persona_id');
  if (answered === '') return;
  const target = nodeOf(answered, nodes).id;
  const key = JSON.stringify([speaker.id, target]);
  const edge = edges.get(key) ?? { source: speaker.id, target, weight: 0, agree: 0, oppose: 0, ask: 0 };
  edge.weight += 1;
  const stance = STANCES.find((each) => each === textAt(reply, 'stance'));
  if (stance) edge[stance] += 1;
  edges.set(key, edge);
}

function nodeOf(id: string, nodes: Map<string, GraphNode>): GraphNode {
  const known = nodes.get(id);
  if (known) return known;
  const node = { id, name: id, community_id: '', community_name: '', comments: 0, upvotes: 0, reports: 0 };
  nodes.set(id, node);
  return node;
}
