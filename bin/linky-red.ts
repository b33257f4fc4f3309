#!/usr/bin/env node
// The command line: one row per command, whose file is loaded when it is asked for.
import type { Command } from './command';
import type * as Capture from './capture';
import type * as Decode from './decode';
import type * as Replay from './replay';
import type * as Sandbox from './sandbox';
import { version } from './version';

const COMMANDS: Readonly<Record<string, () => Command>> = {
  decode: () => (require('./decode') as typeof Decode).decode,
  capture: () => (require('./capture') as typeof Capture).capture,
  replay: () => (require('./replay') as typeof Replay).replay,
  sandbox: () => (require('./sandbox') as typeof Sandbox).sandbox,
};

async function main([name, ...rest]: string[]): Promise<number> {
  const wantsHelp = (word: string): boolean => word === '--help' || word === '-h';
  if (name === '--version' || name === '-v' || name === 'version') {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  const asked = name === 'help' ? rest[0] : name;
  const command = asked !== undefined && Object.hasOwn(COMMANDS, asked) ? COMMANDS[asked]?.() : undefined;
  if (name === 'help' || [name, ...rest].some((word) => word !== undefined && wantsHelp(word))) {
    process.stdout.write(command?.help ?? `${usage()}\n`);
    return 0;
  }
  if (command !== undefined) return await command.run(rest);
  const known = Object.keys(COMMANDS).join(', ');
  const wrong = `linky-red: unknown command ${String(name)}; known are ${known} (linky-red --help)`;
  process.stderr.write(`${name === undefined ? usage() : wrong}\n`);
  return 2;
}

function usage(): string {
  return [
    'Usage: linky-red COMMAND [OPTIONS]',
    '',
    ...Object.values(COMMANDS).map((load) => load().usage),
    '',
    'linky-red COMMAND --help explains a command; linky-red --version tells the version.',
  ].join('\n');
}

// A reader that stops early (head) is no error; a full disk is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`linky-red: ${error.message}\n`);
  process.exit(2);
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
