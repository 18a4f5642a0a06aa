export function isAllowed(expression: string): boolean;
export function refusedLicences(): Promise<{ count: number; refused: [name: string, licence: string][] }>;
