// How receivers for the TIC call themselves: in the names below /dev/serial/by-id, in their maker's name, by their USB id.
import type { PortChoice } from './ports';

interface Dongle {
  readonly looks: RegExp;
  /** Only a receiver for the TIC is called so. Else it is the chip of some, and of much else. */
  readonly isSure: boolean;
}

const DONGLES: readonly Dongle[] = [
  // Micro Téléinfo (hallard/CH2i): V2 usb-FTDI_FT230X_Basic_UART_TINFO-1631…, V3 with maker CH2i and product uTinfo-V3.0.
  { looks: /TINFO-|uTinfo|CH2i/i, isSure: true },
  // usb-Cartelectronic_Interface_USB_1_TIC_…, usb-Cartelectronic_Interface_USB_-__Compteur_….
  { looks: /Cartelectronic/i, isSure: true },
  // Micro Téléinfo V2, GCE Electronics, LiXee TIC-DIN.
  { looks: /FT23[01]X|0403:6015/i, isSure: false },
  // The dongle of Enedis (Michaud).
  { looks: /FT232R|0403:6001/i, isSure: false },
];

/** A port with everything that is known of what is plugged in there. */
export interface Described {
  readonly choice: PortChoice;
  /** Names and ids, in any order. */
  readonly description: string;
  /** Something that was plugged in, no port of the board. */
  readonly isUsb: boolean;
}

/**
 * The one port that a new node can begin with: the only one whose name says that it is a receiver for the TIC. Where none
 * says so, the only dongle of all, if it has the chip of one.
 */
export function loneDongle(ports: readonly Described[]): PortChoice | undefined {
  const sure = ports.filter(({ description }) => looksLike(description, true));
  const [lone, ...others] = sure.length > 0 ? sure : ports.filter(({ isUsb }) => isUsb);
  if (lone === undefined || others.length > 0) return undefined;
  return sure.length > 0 || looksLike(lone.description, false) ? lone.choice : undefined;
}

function looksLike(description: string, isSure: boolean): boolean {
  return DONGLES.some((dongle) => dongle.isSure === isSure && dongle.looks.test(description));
}
