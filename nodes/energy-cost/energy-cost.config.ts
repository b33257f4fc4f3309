// The settings of energy-cost, read once.
import type { Contract } from '../../lib/tariff/contract/contract';
import { readContract } from '../../lib/tariff/contract/read-contract';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import { CONTRACT_NAME, DEFAULTS, type EnergyCostFields } from './energy-cost.choices';
import { readPeriods } from './periods.config';

export interface EnergyCostConfig {
  /** Of the contract, in topics. */
  readonly name: string;
  readonly contract: Contract;
}

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense; ERR_TARIFF of a JSON text */
export function readConfig(raw: RawConfig<EnergyCostFields>): EnergyCostConfig {
  const settings = new Settings(raw, DEFAULTS, 'counts-as-missing');
  const [name] = settings.match('contractName', CONTRACT_NAME, 'contract-name');
  return { name, contract: contractOf(settings, raw) };
}

function contractOf(settings: Settings<EnergyCostFields>, raw: RawConfig<EnergyCostFields>): Contract {
  const { contract = [], type } = raw;
  if (Array.isArray(contract)) {
    return contract.length === 0 ? settings.refuseMissing('contract') : readPeriods(contract, type);
  }
  const text = settings.filled('contract');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return settings.refuseForm('contract', 'contract');
  }
  return readContract(json);
}
