type Search = Readonly<Record<string, unknown>>;

/** What the address of an experiment says: the group that is shown, and the baseline that it is compared with. */
interface ExperimentSearch {
  readonly group?: number;
  readonly baseline?: string;
}

export function experimentSearch({ group, baseline }: Search): ExperimentSearch {
  const place = Number(group);
  return {
    ...(Number.isSafeInteger(place) && place > 1 && { group: place }),
    ...(typeof baseline === 'string' && /^exp-[\w-]{1,60}$/.test(baseline) && { baseline }),
  };
}

/** A run or an experiment that a form begins with. */
export function fromSearch({ from }: Search): { readonly from?: string } {
  return typeof from === 'string' && /^(run|exp)-[\w-]{1,60}$/.test(from) ? { from } : {};
}
