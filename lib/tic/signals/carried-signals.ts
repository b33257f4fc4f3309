// Which signals a meter can tell at all, by the way it speaks and by its contract (CONTRACTS: only signals that the contract
// carries exist).
import { FAMILIES } from '../families';
import type { Dialect, MeterFamily } from '../families/family';
import { DAY_COLOUR, NEXT_COLOUR } from './tempo/day-colour';
import { SILENCE } from './faults';
import type { Knowledge } from './knowledge';
import { NEXT_PERIOD } from './business/notice';
import { OVERRUN } from './overrun';
import { PEAK } from './peak';
import { TARIFF_PERIOD } from './tariff';

/**
 * @param name of the channel
 * @returns undefined: what decides it is not known yet
 */
export function isCarried(
  name: string,
  dialect: Dialect,
  knowledge: Knowledge,
  family: MeterFamily | null,
): boolean | undefined {
  if (name === SILENCE.name || name === TARIFF_PERIOD.name) return true;
  if (name === OVERRUN.name) return family === null || FAMILIES[family].tellsNoOverrun !== true;
  const isColour = name === DAY_COLOUR.name || name === NEXT_COLOUR.name;
  if (name === NEXT_PERIOD.name) return dialect.isBusiness === true ? undefined : false;
  if (!isColour && name !== PEAK.name) return dialect.hasStatus === true;
  if (dialect.isBusiness === true) return isColour ? false : undefined;
  const tempo = tempoOf(dialect, knowledge);
  if (tempo === undefined || isColour) return tempo;
  return dialect.hasStatus === true ? !tempo : knowledge.text('OPTARIF') === 'EJP.';
}

/** A calendar that does not name Tempo is none only once STGE has shown no colour. */
function tempoOf(dialect: Dialect, { tempo, status }: Knowledge): boolean | undefined {
  return dialect.hasStatus === true && tempo === false && status === null ? undefined : tempo;
}
