// What the button "Try" reports: whether Home Assistant is there and knows the token, of which version it is, whether the token may
// write statistics, and whether there are any.
import * as v from 'valibot';
import { LinkyRedError } from '../../lib/errors';
import { Connection, type Access } from '../../lib/home-assistant/websocket/connection';
import { KEPT_SECRET, trialLine, type TrialLine } from '../runtime/account/account-trial';
import { getNode } from '../runtime/get-node';
import { settingFacts } from '../runtime/setting-words';
import type { NodeAPI } from '../runtime/types';
import { accessOf } from './access';
import { whereaboutsOf } from './ha-statistics.config';
import type { Supervisor } from './ha-statistics.world';

/** What a running node carries for the button: a token is not sent to the editor. */
export interface Deployed {
  readonly access: Access;
}

const Body = v.record(v.string(), v.string());
const User = v.object({ is_admin: v.boolean() });
const TYPE = 'ha-statistics';
/** Somebody sits in front of the form. */
const TIMEOUT_MS = 10_000;

/** @throws LinkyRedError ERR_INPUT */
export async function tryAccess(RED: NodeAPI, supervisor: Supervisor, body: unknown): Promise<TrialLine[]> {
  const form = v.safeParse(Body, body);
  if (!form.success) throw new LinkyRedError('ERR_INPUT', { detail: TYPE });
  const abort = new AbortController();
  const opened: Connection[] = [];
  try {
    const link = await trialLine(RED, 'link', async () => {
      const access = accessOfForm(RED, supervisor, form.output);
      opened.push(await Connection.open(access, { signal: abort.signal, timeoutMs: TIMEOUT_MS }));
    });
    const [connection] = opened;
    if (connection === undefined) return [link];
    return [
      { ...link, what: `Home Assistant ${connection.version}` },
      await trialLine(RED, 'admin', () => asAdmin(connection)),
      await trialLine(RED, 'recorder', () => connection.ask('recorder/list_statistic_ids', { statistic_type: 'sum' })),
    ];
  } finally {
    opened[0]?.close();
    abort.abort();
  }
}

/** A token that is not typed again may be shown only where it is shown anyway, or it could be sent anywhere. */
function accessOfForm(
  RED: NodeAPI,
  supervisor: Supervisor,
  { id, token, ...fields }: Readonly<Record<string, string>>,
): Access {
  const whereabouts = whereaboutsOf({ type: TYPE, ...fields });
  if (whereabouts.access !== 'token' || token !== KEPT_SECRET) return accessOf(RED, whereabouts, token, supervisor);
  const deployed = getNode<Deployed>(RED, id, TYPE)?.access;
  if (deployed !== undefined) return deployed;
  throw new LinkyRedError('ERR_CONFIG', settingFacts({ node: TYPE, field: 'token' }, { fault: 'missing' }));
}

/** @throws LinkyRedError ERR_HA_ADMIN */
async function asAdmin(connection: Connection): Promise<void> {
  const user = v.safeParse(User, await connection.ask('auth/current_user'));
  if (!user.success || !user.output.is_admin) throw new LinkyRedError('ERR_HA_ADMIN', { host: connection.host });
}
