// The status under linky-decode: "Linky std 1.24 kVA", or how many meters there are and how many of them are heard.
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import { FAMILIES } from '../../lib/tic/families';
import type { NodeStatus } from '../runtime/status/status';
import type { Translate } from '../runtime/types';
import type { Roll } from './roll-call';

const MODE = { historique: ' hist', standard: ' std' } as const;

export function showRoll(status: NodeStatus, translate: Translate, { known, silent, frame }: Roll): void {
  if (known === 0) return;
  if (silent === known) status.show('failed', 'silent');
  else if (known === 1) status.showFigures('ok', frame === null ? '' : meterText(frame));
  else if (silent === 0) status.showFigures('ok', translate('linky-decode.status.meters', { count: known }));
  else status.showFigures('waiting', translate('linky-decode.status.heard', { heard: known - silent, count: known }));
}

/** "Linky std 1.24 kVA", "PME-PMI 87 kW"; the current where no power is sent. A meter that plays a test: "PME-PMI test". */
export function meterText(frame: DecodedFrame): string {
  const { family, mode } = frame.meter;
  if (frame.test) return `${FAMILIES[family].name} test`;
  const { doubtful = [] } = frame.quality;
  const label = ['SINSTS', 'PAPP'].find((power) => power in frame.values && !doubtful.includes(power));
  const va = label === undefined ? undefined : frame.values[label];
  const amperes = frame.values['IINST'];
  const derived = frame.derived?.apparentPower ?? frame.derived?.activePower;
  const kilowatts = frame.values['PA1MN'];
  const figure =
    typeof va === 'number'
      ? ` ${(va / 1000).toFixed(2)} kVA`
      : typeof amperes === 'number'
        ? ` ${String(amperes)} A`
        : derived !== undefined
          ? ` ${derived.value.toFixed(1)} ${derived.unit}`
          : typeof kilowatts === 'number'
            ? ` ${String(kilowatts)} kW`
            : '';
  return `${FAMILIES[family].name}${mode === null ? '' : MODE[mode]}${figure}`;
}
