// Measures from JSON: a whole file, several in a list, or what a gateway answered and somebody kept.
import { fieldsOf, listOf, type Fields } from '../../bodies/block';
import { refused } from '../refused';
import type { Measures } from './measures';

const BEGINS = /^\s*[[{]/;

/** undefined: it is no JSON. @throws LinkyRedError ERR_ENEDIS_FILE for JSON that breaks off, or that has no measures */
export function measuresOfJson(text: string): Measures | undefined {
  if (!BEGINS.test(text)) return undefined;
  const documents = listOf(parsed(text));
  const measures = documents.flatMap((document) =>
    isMeasure(document) ? [document] : listOf(document['mesures']).filter(isMeasure),
  );
  if (measures.length === 0) throw refused('no-measures');
  const flux = documents
    .map((document) => fieldsOf(document['header'])?.['codeFlux'])
    .find((code) => code !== undefined);
  return { form: 'flux-json', flux: typeof flux === 'string' ? flux : undefined, measures };
}

function isMeasure(fields: Fields): boolean {
  return 'grandeur' in fields || 'contexte' in fields;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused('broken-json');
  }
}
