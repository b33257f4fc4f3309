// The serial ports of this machine, for the list in the form: names that survive a replug first, each device once.
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { loneDongle, type Described } from './dongles';

export interface PortChoice {
  readonly path: string;
  /** Where a by-id name points to at the moment. */
  readonly device?: string;
  /** Maker and product, as far as the device tells them. */
  readonly about?: string;
  /** What a new node begins with: nothing else here looks as much like a receiver for the TIC. */
  readonly isLone?: true;
}

/** What of serialport's own list is used; USB ids are four hexadecimal digits. */
interface Listed {
  path: string;
  manufacturer?: string | undefined;
  vendorId?: string | undefined;
  productId?: string | undefined;
  pnpId?: string | undefined;
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
  const known = new Map<string, Listed>(
    [...ttys.map((tty): Listed => ({ path: tty })), ...listed].map((one) => [one.path, one]),
  );
  const pointedAt = new Set(byId.map(({ device }) => device));
  const ports = [
    ...byId.map((choice) => describe(choice, known.get(choice.device ?? ''))),
    ...[...known.values()]
      .filter((port) => !pointedAt.has(port.path))
      .sort(byPath)
      .map((port) =>
        describe(
          port.manufacturer === undefined ? { path: port.path } : { path: port.path, about: port.manufacturer },
          port,
        ),
      ),
  ];
  const lone = loneDongle(ports);
  return ports.map(({ choice }) => (choice === lone ? { ...choice, isLone: true } : choice));
}

function describe(choice: PortChoice, listed: Listed | undefined): Described {
  const { manufacturer = '', vendorId = '', productId = '', pnpId = '' } = listed ?? {};
  return {
    choice,
    description: [choice.path, manufacturer, pnpId, `${vendorId}:${productId}`].join(' '),
    isUsb: choice.device !== undefined || vendorId !== '' || /tty(USB|ACM)\d+$/.test(choice.path),
  };
}

async function byIdNames(folder: string): Promise<PortChoice[]> {
  const names = (await namesIn(folder)).sort();
  return Promise.all(
    names.map(async (name) => {
      const whole = path.join(folder, name);
      const device = await realpath(whole).catch(() => undefined);
      return { path: whole, about: aboutOf(name), ...(device !== undefined && { device }) };
    }),
  );
}

/** usb-FTDI_FT230X_Basic_UART_TINFO-1631-if00-port0: what is between the bus and the number of the port. */
function aboutOf(name: string): string {
  return name
    .replace(/^usb-/, '')
    .replace(/-if\d+(-port\d+)?$/, '')
    .replaceAll(/_+/g, ' ');
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** ttyUSB2 before ttyUSB10, and those that are plugged in before those that are soldered on. */
function byPath(a: Listed, b: Listed): number {
  const builtIn = (port: Listed) => Number(/ttyS\d+$/.test(port.path));
  return builtIn(a) - builtIn(b) || a.path.localeCompare(b.path, 'en', { numeric: true });
}
