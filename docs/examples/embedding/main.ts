import { NestFactory } from '@nestjs/core';
import { WordsModule } from './words.module.js';

const app = await NestFactory.create(WordsModule);
app.setGlobalPrefix('api').enableShutdownHooks();
await app.listen(3000);
