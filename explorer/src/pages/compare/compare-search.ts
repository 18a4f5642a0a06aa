/** What the address of a comparison says: which comments are shown. */
interface CompareSearch {
  readonly comments?: 'other';
}

export function compareSearch({ comments }: Readonly<Record<string, unknown>>): CompareSearch {
  return comments === 'other' ? { comments } : {};
}
