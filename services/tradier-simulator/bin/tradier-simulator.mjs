#!/usr/bin/env node
/** The simulator for a person at a terminal. In a repository it is compiled first: `npm run simulator` sees to that. */
import { existsSync } from 'node:fs';

const compiled = new URL('../dist/src/command.js', import.meta.url);
if (existsSync(compiled)) {
  const { runCommand } = await import(compiled.href);
  await runCommand(process.argv.slice(2), process.env, 'person');
} else {
  process.stderr.write('The simulator is not compiled yet: npm run simulator does it, in the root of the repository.\n');
  process.exitCode = 1;
}
