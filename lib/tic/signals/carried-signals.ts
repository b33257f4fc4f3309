// Which signals a meter can tell at all, by the way it speaks and by its contract (CONTRACTS: only signals that the contract
// carries exist).
import type { DialectName } from '../families/dictionary';
import type { MeterFamily } from '../families/address';
import { DAY_COLOUR, NEXT_COLOUR } from './day-colour';
import { SILENCE } from './faults';
import type { Knowledge } from './knowledge';
import { NEXT_PERIOD } from './notice';
import { OVERRUN } from './overrun';
import { PEAK } from './peak';
import { TARIFF_PERIOD } from './tariff';

/**
 * @param name of the channel
 * @returns undefined: what decides it is not known yet
 */
export function isCarried(
  name: string,
  dialect: DialectName,
  knowledge: Knowledge,
  family: MeterFamily | null,
): boolean | undefined {
  if (name === SILENCE.name || name === TARIFF_PERIOD.name) return true;
  if (name === OVERRUN.name) return family !== 'concentrateur';
  const isLinky = dialect === 'historique' || dialect === 'standard';
  const isColour = name === DAY_COLOUR.name || name === NEXT_COLOUR.name;
  if (name === NEXT_PERIOD.name) return isLinky ? false : undefined;
  if (!isColour && name !== PEAK.name) return dialect === 'standard';
  if (!isLinky) return isColour ? false : undefined;
  const tempo = tempoOf(dialect, knowledge);
  if (tempo === undefined || isColour) return tempo;
  return dialect === 'standard' ? !tempo : knowledge.text('OPTARIF') === 'EJP.';
}

/** A calendar that does not name Tempo is none only once STGE has shown no colour. */
function tempoOf(dialect: DialectName, { tempo, status }: Knowledge): boolean | undefined {
  return dialect === 'standard' && tempo === false && status === null ? undefined : tempo;
}
