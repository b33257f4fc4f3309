// What the building answers, in the words of the BACS API.
import type { CivilZone } from '../../../grid/paris-time';
import type { MeasuredPeriod } from '../../metering/metering';
import { profileOf, type CheckRule, type FlexRequest, type RequestState } from '../../request/request';
import type { Asset, Bacs, Potential } from '../../site/site';
import type { AssetList, BacsList, ConsumptionAnswer, PotentialList, RequestAnswer } from './words';

export function requestAnswer(request: FlexRequest, zone: CivilZone, broken: readonly CheckRule[] = []): RequestAnswer {
  const { state, confirmation, deviations, history } = request;
  const { reason, rule } = history.at(-1) ?? {};
  const price = confirmation?.ackPriceEurPerKWh;
  return {
    requestID: request.requestId,
    status: state.toUpperCase() as Uppercase<RequestState>,
    flexProduct: confirmation?.product ?? request.product,
    power: profileOf(request).map(({ start, end, powerW }) => ({
      power: watts(powerW),
      start: zone.iso(start),
      end: zone.iso(end),
    })),
    ...(price !== undefined && { ackPrice: { unit: '€/kWh', multiplier: '', value: price } }),
    ...(reason !== undefined && { reason }),
    ...(rule !== undefined && { rule }),
    ...(broken.length > 0 && { rules: [...broken] }),
    ...(deviations.length > 0 && { deviations: [...deviations] }),
  };
}

export function bacsList({ id, name, description }: Bacs): BacsList {
  return [{ id, name, description }];
}

export function assetList(bacs: Bacs, assets: readonly Asset[], now: number, zone: CivilZone): AssetList {
  return assets.map(({ id, name, potentials }) => {
    const [first, ...others] = potentials;
    const only = first !== undefined && others.length === 0 ? first : undefined;
    return {
      assetId: id,
      bacsId: bacs.id,
      name,
      ...(only && { flexProduct: only.product, potential: potentialFields(only, now, zone) }),
    };
  });
}

export function potentialList(bacs: Bacs, asset: Asset, now: number, zone: CivilZone): PotentialList {
  return asset.potentials.map((potential) => ({
    assetId: asset.id,
    bacsId: bacs.id,
    flexProduct: potential.product,
    ...potentialFields(potential, now, zone),
  }));
}

function potentialFields(potential: Potential, now: number, zone: CivilZone) {
  return {
    power: watts(potential.powerW),
    mobilizationDelay: isoDuration(potential.mobilisationDelayMs),
    maxDuration: isoDuration(potential.maxDurationMs),
    activationPerDay: potential.activationsPerDay,
    timePeriod: potential.periods(now).map(({ start, end }) => ({ start: zone.iso(start), end: zone.iso(end) })),
  };
}

export function consumptionAnswer(
  periods: readonly MeasuredPeriod[],
  zone: CivilZone,
  baseline?: { readonly name: string; readonly powerW: number | null },
): ConsumptionAnswer {
  return {
    power: periods.map(({ start, end, powerW }) => ({
      power: measured(powerW),
      start: zone.iso(start),
      end: zone.iso(end),
    })),
    ...(baseline && { baseline: { name: baseline.name, power: measured(baseline.powerW) } }),
  };
}

function watts(value: number): { unit: string; multiplier: string; value: number } {
  return { unit: 'W', multiplier: '', value };
}

function measured(value: number | null): ConsumptionAnswer['power'][number]['power'] {
  return { unit: 'W', multiplier: '', value };
}

/** `PT1M`, `PT2H30M`, `PT0S`. */
function isoDuration(ms: number): string {
  const seconds = ms / 1000;
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const text = [hours && `${String(hours)}H`, minutes && `${String(minutes)}M`, rest && `${String(rest)}S`]
    .filter((part) => part !== 0)
    .join('');
  return `PT${text || '0S'}`;
}
