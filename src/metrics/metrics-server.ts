import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import { MetricsService } from './metrics.service.js';

/** Answers GET /metrics, and nothing else, on METRICS_PORT, without a token. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MetricsServer.name);
  private server: Server | undefined;

  constructor(
    private readonly metrics: MetricsService,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /** @throws the system's error when the port cannot be had */
  async onApplicationBootstrap(): Promise<void> {
    const { METRICS, METRICS_PORT, HOST } = this.config;
    if (!METRICS || METRICS_PORT === undefined) return;
    this.server = createServer({ requestTimeout: 5_000 }, ({ method, url }, response) => {
      if (url !== '/metrics' || (method !== 'GET' && method !== 'HEAD')) response.writeHead(404).end();
      else void this.answer(response);
    });
    this.server.listen(METRICS_PORT, HOST);
    await once(this.server, 'listening');
    this.logger.log({ msg: 'Metrics have a port of their own', port: METRICS_PORT });
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async answer(response: ServerResponse): Promise<void> {
    try {
      const exposition = await this.metrics.exposition();
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader('Content-Type', exposition?.type ?? 'text/plain');
      response.end(exposition?.text ?? '');
    } catch (error) {
      this.logger.error({ msg: 'The metrics could not be read', err: error });
      response.writeHead(500).end();
    }
  }
}
