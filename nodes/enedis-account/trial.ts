// What the button "Try" reports: id and secret, and one call for each consent, where the quota lets one out.
import type { Consent } from '../../lib/enedis/consent/consents';
import { maskedPrm } from '../../lib/enedis/prm';
import { LinkyRedError } from '../../lib/errors';
import type { Clock } from '../../lib/grid/clock';
import { isoParis, PARIS } from '../../lib/grid/paris-time';
import { trialLine, type TrialLine } from '../runtime/account/account-trial';
import type { NodeAPI } from '../runtime/types';
import type { OpenEnedis } from './open-enedis';

type Words = Pick<NodeAPI, '_'>;

export async function trial(RED: Words, opened: OpenEnedis, clock: Clock): Promise<TrialLine[]> {
  const { client, openDoor } = opened.options;
  const consents = opened.consents.all();
  if (client !== undefined) {
    const secret = await trialLine(RED, 'secret', async () => openDoor(client.credentials).checkSecret?.());
    if (!secret.ok) return [secret];
    return [secret, ...(await linesOf(RED, opened, consents, clock))];
  }
  if (consents.length > 0) return await linesOf(RED, opened, consents, clock);
  return [
    await trialLine(RED, 'consents', () => Promise.reject(new LinkyRedError('ERR_CONSENT_MISSING', { prm: '…' }))),
  ];
}

async function linesOf(
  RED: Words,
  opened: OpenEnedis,
  consents: readonly Consent[],
  clock: Clock,
): Promise<TrialLine[]> {
  const lines: TrialLine[] = [];
  // One after the other: gateways take one call at a time.
  for (const { prms } of consents) {
    const [prm] = prms;
    if (prm !== undefined) lines.push(await lineOf(RED, opened, prm, clock));
  }
  return lines;
}

/** Yesterday's energy of one meter of the consent: what is asked for each day in any case. */
async function lineOf(RED: Words, opened: OpenEnedis, prm: string, clock: Clock): Promise<TrialLine> {
  const what = maskedPrm(prm);
  const door = opened.doorOf(prm);
  if (door === undefined)
    return await trialLine(RED, what, () => Promise.reject(new LinkyRedError('ERR_CONSENT_MISSING', { prm: what })));
  const series = { prm, direction: 'consumption', measure: 'energy' } as const;
  const earliest = await door.earliest(series, 'daily');
  if (earliest > clock.now()) return { what, ok: false, quotaUntil: isoParis(earliest), at: null };
  const today = PARIS.dayKey(clock.now());
  return await trialLine(RED, what, async () => {
    try {
      await door.ask(series, { from: PARIS.addDays(today, -1), to: today }, 'daily');
    } catch (error) {
      // The door is open, and there is nothing behind it yet.
      if (door.effectOf(error) !== 'no-data') throw error;
    }
  });
}
