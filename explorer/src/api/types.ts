import type { components } from '../../../test/client/openapi.js';

export type { paths } from '../../../test/client/openapi.js';

/** The schemas of the OpenAPI document, by name. */
export type Schemas = components['schemas'];
export type Run = Schemas['Run'];
export type RunListItem = Schemas['RunListItem'];
export type RunStatus = RunListItem['status'];
export type Access = Schemas['Access'];

/** A row of a run log; rows of types that a team has added have further members. */
export interface Row {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly [member: string]: unknown;
}
