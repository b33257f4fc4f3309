// What tic-in touches outside of Node-RED: time and serial ports. A test hands in others.
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { listPorts, type PortChoice } from './ports';
import { loadSerialPort, type SerialPortClass } from '../../lib/tic/link/serial-connection';

export interface World {
  readonly clock: Clock;
  readonly loadSerialPort: () => Promise<SerialPortClass>;
  readonly listPorts: () => Promise<PortChoice[]>;
}

export const realWorld: World = {
  clock: SYSTEM_CLOCK,
  loadSerialPort,
  listPorts: () => listPorts(async () => (await import('serialport')).SerialPort.list()),
};
