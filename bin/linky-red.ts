#!/usr/bin/env node
// The command line: one row per command.
import { decode } from './decode';
import { sandbox } from './sandbox';
import type { Command } from './command';

const COMMANDS: Readonly<Record<string, Command>> = { decode, sandbox };

async function main([name, ...rest]: string[]): Promise<number> {
  const asked = name === 'help' || [name, ...rest].some((word) => word === '--help' || word === '-h');
  const command = name === undefined ? undefined : COMMANDS[name];
  if (command !== undefined && !asked) return await command.run(rest);
  const usage = ['Usage: linky-red COMMAND [OPTIONS]', '', ...Object.values(COMMANDS).map(({ usage }) => usage)].join(
    '\n',
  );
  (asked ? process.stdout : process.stderr).write(`${usage}\n`);
  return asked ? 0 : 2;
}

// A reader that stops early (head) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`linky-red: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
