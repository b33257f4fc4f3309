// Why a node that names no meter has none: the account has none yet, or several.
import type { Consents } from '../../lib/enedis/consent/consents';
import { LinkyRedError } from '../../lib/errors';
import { settingFacts } from '../runtime/setting-words';

export function noMeter(consents: Pick<Consents, 'all'>): LinkyRedError {
  const rule = consents.all().length === 0 ? 'none-linked' : 'several-linked';
  const facts = settingFacts({ node: 'dataconnect-query', field: 'prm' }, { fault: 'form', value: '', rule });
  return new LinkyRedError('ERR_CONFIG', facts);
}
