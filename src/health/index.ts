export { checkDiskSpace } from './disk-space.js';
export { HealthModule } from './health.module.js';
