// The dialects that are understood. A new family is a row here and a file of rows beside this one.
import { Dictionary } from './dictionary';
import { HISTORIQUE } from './historique';
import { CJE } from './cje';
import { ICE } from './ice';
import { PME_PMI } from './pme-pmi';
import { SAPHIR_HISTO, SAPHIR_STD } from './saphir';
import { STANDARD } from './standard';

export const DICTIONARIES: readonly Dictionary[] = [
  HISTORIQUE,
  STANDARD,
  PME_PMI,
  SAPHIR_HISTO,
  SAPHIR_STD,
  ICE,
  CJE,
].map((dialect) => new Dictionary(dialect));
