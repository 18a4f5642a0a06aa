/** The command was carried out, and what it was for failed. */
export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';
}

/** Options that do not go together. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
