import { ConfigError, type AppConfig } from './app-config.js';

/** Maps a failure to listen on METRICS_PORT to a ConfigError; returns any other error unchanged. */
export function metricsFailure(error: unknown, { HOST, METRICS_PORT }: AppConfig): unknown {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (METRICS_PORT === undefined || port !== METRICS_PORT || code === undefined) return error;
  return new ConfigError([`METRICS_PORT ${METRICS_PORT} on HOST ${HOST} cannot be listened on: ${code}`]);
}

/** Maps a failure to listen to a ConfigError about HOST or PORT; returns any other error unchanged. */
export function listenFailure(error: unknown, { HOST, PORT }: AppConfig): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const host = `(it is ${JSON.stringify(HOST)})`;
  if (code === 'EADDRINUSE') {
    return new ConfigError([`PORT ${PORT} on HOST ${HOST} is used by another process; choose another PORT`]);
  }
  if (code === 'EACCES') {
    return new ConfigError([`PORT must be one that the service may listen on (it is "${PORT}")`]);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'EINVAL') {
    return new ConfigError([`HOST must be an address of this machine ${host}`]);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new ConfigError([`HOST must be an address, or a name that can be resolved ${host}`]);
  }
  return error;
}
