// Why a file is refused. Whoever has a catalogue finds the sentence by `problem`; the English one is for a log.
import { LinkyRedError } from '../../errors';

type FileProblem = 'workbook' | 'too-large' | 'no-header' | 'no-meter' | 'unreadable' | 'broken-json' | 'no-measures';

type Facts = Readonly<Record<string, number>>;

const WORDS: Readonly<Record<FileProblem, (facts: Facts) => string>> = {
  workbook: () => 'it is a workbook (XLSX) or an archive (ZIP): save the sheet with the values as CSV',
  'too-large': ({ most }) => `it has more than ${most} MB`,
  'no-header': () => 'none of its lines is the header of an export that is known',
  'no-meter': () => 'neither the file nor its name says of which meter it is',
  'broken-json': () => 'it is JSON that cannot be read: it may have been cut off',
  'no-measures': () => 'it is JSON without measures (a file of contracts, C68, has none)',
  unreadable: ({ line }) => `most of its lines cannot be read, the first one is line ${line}`,
};

/** ERR_ENEDIS_FILE with `problem` among its facts. */
export function refused(problem: FileProblem, facts: Facts = {}): LinkyRedError {
  return new LinkyRedError('ERR_ENEDIS_FILE', { ...facts, problem, detail: WORDS[problem](facts) });
}
