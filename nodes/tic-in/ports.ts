// The serial ports of this machine, for the list in the form: names that survive a replug first.
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';

export interface PortChoice {
  readonly path: string;
  /** Where a by-id name points to at the moment, or who made the device. */
  readonly about?: string;
}

interface Listed {
  path: string;
  manufacturer?: string | undefined;
}

const TTY = /^tty(USB|ACM|AMA|S)\d+$/;

/**
 * @param list serialport's own list; it fails where udevadm is missing (containers), and that is no error here
 * @param devices "/dev"
 */
export async function listPorts(list: () => Promise<Listed[]>, devices = '/dev'): Promise<PortChoice[]> {
  const [byId, listed, ttys] = await Promise.all([
    byIdNames(path.join(devices, 'serial', 'by-id')),
    list().catch(() => []),
    namesIn(devices).then((names) => names.filter((name) => TTY.test(name)).map((name) => path.join(devices, name))),
  ]);
  const choices = new Map<string, PortChoice>(byId.map((choice) => [choice.path, choice]));
  for (const { path: name, manufacturer } of [...listed, ...ttys.map((tty): Listed => ({ path: tty }))].sort(byPath)) {
    if (choices.has(name)) continue;
    choices.set(name, manufacturer === undefined ? { path: name } : { path: name, about: manufacturer });
  }
  return [...choices.values()];
}

async function byIdNames(folder: string): Promise<PortChoice[]> {
  const paths = (await namesIn(folder)).sort().map((name) => path.join(folder, name));
  return Promise.all(paths.map(async (name) => ({ path: name, about: await realpath(name).catch(() => '') })));
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** ttyUSB2 before ttyUSB10, and those that are plugged in before those that are soldered on. */
function byPath(a: Listed, b: Listed): number {
  const builtIn = (port: Listed) => Number(/ttyS\d+$/.test(port.path));
  return builtIn(a) - builtIn(b) || a.path.localeCompare(b.path, 'en', { numeric: true });
}
