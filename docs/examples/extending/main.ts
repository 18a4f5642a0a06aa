import { createApp } from 'project-dream';
import { TeamModule } from './team.module.js';

const app = await createApp(TeamModule, {
  configure: (made) => {
    made.enableShutdownHooks(['SIGINT', 'SIGTERM']); // runs come to a checkpoint before the process ends
  },
});
await app.listen(3000);
