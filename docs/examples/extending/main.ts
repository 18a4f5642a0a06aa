import { createApp, UnhandledErrors } from 'project-dream';
import { TeamModule } from './team.module.js';

const app = await createApp(TeamModule, {
  configure: (made) => {
    made.enableShutdownHooks(['SIGINT', 'SIGTERM']); // runs come to a checkpoint before the process ends
  },
});
app.get(UnhandledErrors).install(); // a promise that a stage forgot fails its attempt, not the process
await app.listen(3000);
