// `linky-red sandbox`: starts stand-ins of outside systems and says where they listen. Ctrl-C stops them.
import { once } from 'node:events';
import { STAND_INS, standIn } from '../sandbox';
import type { Command } from './command';

const USAGE = `  sandbox [NAME…] [KEY=VALUE…]
                      starts local stand-ins of outside systems, all or those named: ${STAND_INS.map(({ name }) => name).join(', ')}`;

export const sandbox: Command = { usage: USAGE, run };

async function run(args: readonly string[]): Promise<number> {
  const settings = Object.fromEntries(args.filter((arg) => arg.includes('=')).map((arg) => splitOnce(arg)));
  const names = args.filter((arg) => !arg.includes('='));
  const unknown = names.filter((name) => standIn(name) === undefined);
  if (unknown.length > 0) {
    process.stderr.write(`linky-red sandbox: unknown stand-in ${unknown.join(', ')}\nUsage: linky-red\n${USAGE}\n`);
    return 2;
  }
  const chosen = names.length === 0 ? STAND_INS : STAND_INS.filter(({ name }) => names.includes(name));
  const running = [];
  for (const row of chosen) {
    const started = await row.start({ settings, log: (line) => process.stderr.write(`${row.name}: ${line}\n`) });
    running.push(started);
    process.stdout.write(`${row.name} ${started.host}:${String(started.port)}  ${row.describe}\n`);
  }
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await Promise.all(running.map(async (one) => one.stop()));
  return 0;
}

function splitOnce(setting: string): [string, string] {
  const at = setting.indexOf('=');
  return [setting.slice(0, at), setting.slice(at + 1)];
}
