const PERCENT = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

/** A share from 0 to 1, as a percentage. */
export const percent = (share: number): string => PERCENT.format(share);
