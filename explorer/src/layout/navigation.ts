/** Where the navigation leads to. */
export const NAVIGATION = [{ to: '/', label: 'Runs', isExact: true }] as const;
