#!/usr/bin/env node
import 'reflect-metadata';
import { runCommandLine } from './command-line.js';

/** Whoever reads our output may have read enough: `… | head`. */
function stopWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

for (const stream of [process.stdout, process.stderr]) stream.on('error', stopWhenNobodyReads);
void runCommandLine(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
