// The status under linky-decode: "1.65 kVA of 9 · Linky std", or how many meters there are and how many of them are heard.
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import { FAMILIES } from '../../lib/tic/families';
import { decimal, duration } from '../runtime/status/figures';
import type { NodeStatus } from '../runtime/status/status';
import type { Translate } from '../runtime/types';
import type { Roll } from './roll-call';

const MODE = { historique: ' hist', standard: ' std' } as const;
const MINUTE = 60_000;

export function showRoll(status: NodeStatus, translate: Translate, { known, silent, frame, silence }: Roll): void {
  if (known === 0) return;
  if (silent === known) showSilence(status, translate, silence);
  else if (known === 1) showMeter(status, translate, frame);
  else if (silent === 0) status.showFigures('ok', () => translate('linky-decode.status.meters', { count: known }));
  else
    status.showFigures('waiting', () =>
      translate('linky-decode.status.heard', { heard: known - silent, count: known }),
    );
}

function showMeter(status: NodeStatus, translate: Translate, frame: DecodedFrame | null): void {
  status.showFigures(frame?.isHeld === true ? 'waiting' : 'ok', () => wordsOf(frame, translate));
}

/** What is held, and why, where the number of the meter does not come good. */
function wordsOf(frame: DecodedFrame | null, translate: Translate): string {
  const fault = frame?.meter.id == null || frame.isHeld ? (frame?.identityFault ?? null) : null;
  const why = fault === null ? '' : translate(`linky-decode.number.${fault}`);
  if (frame?.isHeld === true) return translate('linky-decode.status.held', { why });
  return [frame === null ? '' : meterText(frame, translate), why].filter(Boolean).join(', ');
}

/** What is wrong with what comes instead of frames says more than how long none has come. */
function showSilence(status: NodeStatus, translate: Translate, silence: number): void {
  if (silence < MINUTE) status.show('failed', 'silent');
  else if (!status.showsError)
    status.showFigures('failed', translate('linky-decode.status.silent-for', { time: duration(translate, silence) }));
}

/**
 * "1.65 kVA of 9 · Linky std", "87 kW of 120 · PME-PMI"; the current where no power is sent. A meter that plays a test:
 * "PME-PMI test".
 */
export function meterText(frame: DecodedFrame, translate: Translate): string {
  const { family, mode } = frame.meter;
  const { name } = FAMILIES[family];
  if (frame.test) return `${name} test`;
  const meter = `${name}${mode === null ? '' : MODE[mode]}`;
  const flow = flowOf(frame);
  if (flow === null) return meter;
  const power = `${decimal(translate, flow.value, flow.digits)} ${flow.unit}`;
  const { subscribed } = frame;
  if (subscribed?.unit !== flow.unit) return `${power} · ${meter}`;
  const whole = decimal(translate, subscribed.value, Number.isInteger(subscribed.value) ? 0 : 1);
  return `${translate('linky-decode.status.of', { power, subscribed: whole })} · ${meter}`;
}

interface Flow {
  readonly value: number;
  readonly unit: 'kVA' | 'kW' | 'A';
  readonly digits: number;
}

/** What flows now; null where the frame does not say. */
function flowOf(frame: DecodedFrame): Flow | null {
  const { doubtful = [] } = frame.quality;
  const label = ['SINSTS', 'PAPP'].find((power) => frame.said(power) !== undefined && !doubtful.includes(power));
  const va = label === undefined ? undefined : frame.said(label);
  if (typeof va === 'number') return { value: va / 1000, unit: 'kVA', digits: 2 };
  const amperes = frame.said('IINST');
  if (typeof amperes === 'number') return { value: amperes, unit: 'A', digits: 0 };
  const { derived } = frame;
  const mean = derived?.apparentPower ?? derived?.activePower;
  if (mean !== undefined) return { value: mean.value, unit: mean.unit, digits: 1 };
  const kilowatts = frame.said('PA1MN');
  return typeof kilowatts === 'number' ? { value: kilowatts, unit: 'kW', digits: 0 } : null;
}
