// Whether a dataset has changed since its rows were last taken: what polling goes by, also after a restart.
import { LinkyRedError } from '../../errors';
import type { Dataset } from '../dataset/dataset';
import type { OpenPortal } from '../portal/open-portal';

export class DatasetChanges {
  /** @param name of whoever takes the rows: each has seen its own version */
  constructor(
    readonly portal: OpenPortal,
    readonly name: string,
  ) {}

  /**
   * @param id as the portal has it
   * @returns the dataset as it is now; undefined: as it was when it was last `seen`
   * @throws as OpenPortal.dataset
   */
  changed(_id: string): Promise<Dataset | undefined> {
    return Promise.reject(new LinkyRedError('ERR_INTERNAL', { detail: 'being built' }));
  }

  /** All of its rows were taken: to be called once they were. Resolves when the disk has it. */
  seen(_dataset: Dataset): Promise<void> {
    return Promise.reject(new LinkyRedError('ERR_INTERNAL', { detail: 'being built' }));
  }
}
