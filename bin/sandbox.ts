// `linky-red sandbox`: starts stand-ins of outside systems and says where they listen. Ctrl-C stops them.
import { once } from 'node:events';
import { STAND_INS, standIn, type Running, type StandIn } from '../sandbox';
import type { Command } from './command';
import { FLEET_HELP, runFleet } from './fleet';

const USAGE = `  sandbox [NAME…] [KEY=VALUE…]
                      starts local stand-ins of outside systems, all or those named: ${STAND_INS.map(({ name }) => name).join(', ')}
  sandbox fleet N [KEY=VALUE…]
                      N meters at the pace of the wire, over TCP or to an MQTT broker: a load test`;

const HELP = `Usage: linky-red sandbox [NAME…] [KEY=VALUE…]
       linky-red sandbox fleet N [KEY=VALUE…]

Starts local stand-ins of outside systems, all or those named, and says where they listen. Ctrl-C stops them.

${STAND_INS.map(helpOf).join('\n\n')}

${FLEET_HELP}

  -h, --help  this text

  linky-red sandbox meter mode=historique contract=base
  linky-red sandbox fleet 100 broker=mqtt://127.0.0.1 seconds=60
`;

export const sandbox: Command = { usage: USAGE, help: HELP, run };

function helpOf({ name, describe, settings }: StandIn): string {
  const rows = Object.entries(settings).map(([key, what]) => `    ${`${key}=`.padEnd(10)} ${what}`);
  return [`  ${name}: ${describe}`, ...rows].join('\n');
}

async function run(args: readonly string[]): Promise<number> {
  if (args[0] === 'fleet') return await runFleet(args.slice(1));
  const settings = Object.fromEntries(args.filter((arg) => arg.includes('=')).map((arg) => splitOnce(arg)));
  const names = args.filter((arg) => !arg.includes('='));
  const unknown = names.filter((name) => standIn(name) === undefined);
  if (unknown.length > 0) {
    return refuse(`unknown stand-in ${unknown.join(', ')}; known are ${STAND_INS.map(({ name }) => name).join(', ')}`);
  }
  const chosen = names.length === 0 ? STAND_INS : STAND_INS.filter(({ name }) => names.includes(name));
  const keys = new Set(chosen.flatMap((row) => Object.keys(row.settings)));
  const strange = Object.keys(settings).filter((key) => !keys.has(key));
  if (strange.length > 0)
    return refuse(
      `unknown setting ${strange.join(', ')}; ${chosen.map((row) => `${row.name} knows ${Object.keys(row.settings).join(', ')}`).join('; ')}`,
    );
  const running: Running[] = [];
  for (const row of chosen) {
    const own = Object.fromEntries(Object.entries(settings).filter(([key]) => Object.hasOwn(row.settings, key)));
    let started: Running;
    try {
      started = await row.start({ settings: own, log: (line) => process.stderr.write(`${row.name}: ${line}\n`) });
    } catch (error) {
      await Promise.all(running.map(async (one) => one.stop()));
      if (!(error instanceof RangeError)) throw error;
      return refuse(wrongSetting(error.message, row));
    }
    running.push(started);
    process.stdout.write(`${row.name} ${started.host}:${String(started.port)}  ${row.describe}\n`);
  }
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await Promise.all(running.map(async (one) => one.stop()));
  return 0;
}

function refuse(why: string): number {
  process.stderr.write(`linky-red sandbox: ${why} (linky-red sandbox --help)\n`);
  return 2;
}

/** @param said `name=value` in front */
function wrongSetting(said: string, { name, settings }: StandIn): string {
  const setting = said.split(':')[0] ?? said;
  const [key] = splitOnce(setting);
  const what = settings[key];
  return `${name} does not understand ${setting}${what === undefined ? '' : `; ${key}= is ${what}`}`;
}

function splitOnce(setting: string): [string, string] {
  const at = setting.indexOf('=');
  return [setting.slice(0, at), setting.slice(at + 1)];
}
