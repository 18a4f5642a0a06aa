// Requests over kept connections, counted and timed.
import { Agent, request } from 'node:http';
import { quantile } from './statistics.mjs';

/** A client of one server, with so many connections. */
export class Client {
  #agent;

  constructor(url, connections = 1) {
    this.url = url;
    this.connections = connections;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /**
   * Reads an answer to its end.
   * @param body of a POST request, as JSON text; without one, it is a GET request
   * @returns `ms` until the answer has ended, `firstMs` until its first byte, `bytes` of its body
   * @throws Error when the status is no success
   */
  async ask(path, body) {
    const begun = performance.now();
    const response = await this.#send(path, body);
    let firstMs;
    let bytes = 0;
    for await (const piece of response) {
      firstMs ??= performance.now() - begun;
      bytes += piece.length;
    }
    return { ms: performance.now() - begun, firstMs, bytes };
  }

  /** @returns the text of an answer */
  async text(path, body) {
    const response = await this.#send(path, body);
    let text = '';
    for await (const piece of response.setEncoding('utf8')) text += piece;
    return text;
  }

  /** @returns the answer, parsed */
  async json(path, body) {
    return JSON.parse(await this.text(path, body));
  }

  close() {
    this.#agent.destroy();
  }

  async #send(path, body) {
    const headers = body && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const options = { agent: this.#agent, method: body ? 'POST' : 'GET', headers };
    const response = await new Promise((resolve, reject) => {
      request(`${this.url}${path}`, options, resolve).once('error', reject).end(body);
    });
    if (response.statusCode >= 200 && response.statusCode < 300) return response;
    response.resume();
    throw new Error(`${options.method} ${path} answered ${response.statusCode}`);
  }
}

/**
 * Calls `ask` so many times, over as many lanes as the client has connections.
 * @param ask is given the index of the request; resolves with its `ms`
 * @returns what came of it: `rate` in requests per second, `p50` and `p99` in ms, `cpu` of the server in ms per request,
 *   null where the system does not tell it
 */
export async function measureLoad(service, count, lanes, ask) {
  const times = [];
  let next = 0;
  const lane = async () => {
    while (next < count) times.push((await ask(next++)).ms);
  };
  const cpuBefore = service.cpuMs();
  const begun = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  const seconds = (performance.now() - begun) / 1000;
  const cpu = cpuEach(service, cpuBefore, count);
  return { rate: count / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99), cpu };
}

/** @returns the CPU time of a server since then in ms, divided by a number of requests; null where it is not known */
export function cpuEach(service, before, count) {
  return before === null ? null : (service.cpuMs() - before) / count;
}
