// What the name of a file says of it, wherever it lies.
import type { Direction } from '../../grid/point';
import { directionIn } from './captions';

/** Enedis stamps files with a time that has as many digits as a meter's number. */
const TIME = /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/;

export function prmOfName(file: string): string | undefined {
  return (nameOf(file).match(/(?<!\d)\d{14}(?!\d)/g) ?? []).find((number) => !TIME.test(number));
}

export function directionOfName(file: string): Direction | undefined {
  return directionIn(nameOf(file));
}

/** `Enedis_R63B_Q_CdC_….csv`: a CSV does not say it otherwise. */
export function fluxOfName(file: string): string | undefined {
  return /(?:^|_)(R6[3-6][AB]?)(?=_)/i.exec(nameOf(file))?.[1];
}

function nameOf(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? '';
}
