// The dialects that are understood. A new family is a row here and a file of rows beside this one.
import { Dictionary } from '../dictionary';
import { HISTORIQUE } from './historique';
import { STANDARD } from './standard';

export const DICTIONARIES: readonly Dictionary[] = [HISTORIQUE, STANDARD].map((dialect) => new Dictionary(dialect));
