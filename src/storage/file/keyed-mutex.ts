/** Runs work under one key one after another; other keys do not wait for it. */
export class KeyedMutex {
  private readonly waiting = new Map<string, (() => Promise<void>)[]>();

  /** Resolves, or rejects, as the work does. Urgent work goes before all that waits. */
  run<T>(name: string, work: () => Promise<T>, urgent = false): Promise<T> {
    return new Promise((resolve, reject) => {
      const turn = () => work().then(resolve, reject);
      const others = this.waiting.get(name);
      if (!others) void this.start(name, turn);
      else if (urgent) others.unshift(turn);
      else others.push(turn);
    });
  }

  private async start(name: string, first: () => Promise<void>): Promise<void> {
    const queue = [first];
    this.waiting.set(name, queue);
    for (let turn = queue.shift(); turn; turn = queue.shift()) await turn();
    this.waiting.delete(name);
  }
}
