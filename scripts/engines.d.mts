export function unsuitableFor(node: string): Promise<string[]>;
