// The files of a company account and of SGE (R63 to R66, spec/sge.md §4): measures, in the form that answers of Data Connect have, too.
import type { Fields } from '../../bodies/block';
import type { FormId } from '../forms';

/** What a file says, whether it is JSON or CSV. */
export interface Measures {
  readonly form: FormId;
  /** `R63B`, as far as the file says it. */
  readonly flux?: string | undefined;
  /** Each of one meter, in the order of the file. */
  readonly measures: readonly Fields[];
}
