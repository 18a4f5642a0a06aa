type Search = Readonly<Record<string, unknown>>;

const textIn = (search: Search, name: string): string | undefined => {
  const value = search[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;
};

const numberIn = (search: Search, name: string): number | undefined => {
  const value = Number(search[name]);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
};

/** Leaves out what is not there, so that the address stays short. */
function present<Values extends object>(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values;
}

/** What the address says of a thread: the round that it is shown up to, and a comment to go to. */
interface ThreadSearch {
  readonly round?: number | undefined;
  readonly row?: number | undefined;
}

export function threadSearch(search: Search): ThreadSearch {
  return present({ round: numberIn(search, 'round'), row: numberIn(search, 'row') });
}

/** What the address says of a log: its filters, and a row that is open. */
export interface LogSearch {
  readonly type?: string | undefined;
  readonly stage?: string | undefined;
  readonly attempt?: number | undefined;
  readonly text?: string | undefined;
  readonly row?: number | undefined;
}

export function logSearch(search: Search): LogSearch {
  return present({
    type: textIn(search, 'type'),
    stage: textIn(search, 'stage'),
    attempt: numberIn(search, 'attempt'),
    text: textIn(search, 'text'),
    row: numberIn(search, 'row'),
  });
}
