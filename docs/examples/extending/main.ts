import { createApp, UnhandledErrors } from 'project-dream';
import { TeamModule } from './team.module.js';

const app = await createApp(TeamModule);
app.get(UnhandledErrors).install(); // a promise that a stage forgot fails its attempt, not the process
app.enableShutdownHooks(['SIGINT', 'SIGTERM']); // runs come to a checkpoint before the process ends
await app.listen(3000);
