import {
  IdempotencyKeyTakenError,
  RunConflictError,
  RunNotFoundError,
  StorageUnavailableError,
} from '../runs/index.js';

/** What a store refuses, rather than fails at. */
const REFUSALS = [RunConflictError, IdempotencyKeyTakenError, RunNotFoundError];

/** @throws StorageUnavailableError when the store fails; its refusals as they are */
export async function storing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw REFUSALS.some((refusal) => error instanceof refusal) ? error : new StorageUnavailableError(error);
  }
}
