// What the form is told of the deployed site.
import * as v from 'valibot';
import { LinkyRedError } from '../../lib/errors';
import { isoParis } from '../../lib/grid/paris-time';
import type { AccountNode } from '../runtime/account/account';
import { getNode } from '../runtime/get-node';
import type { NodeAPI } from '../runtime/types';
import type { OpenFlexSite } from './open-site';

export interface SiteReport {
  readonly listening: boolean;
  readonly address: string;
  /** A sentence in the language of the runtime. */
  readonly problem: string | null;
  /** Paris time, without seconds. */
  readonly lastCallAt: string | null;
}

const Body = v.object({ id: v.string() });

/** null: no such site is deployed, or it cannot be used. @throws LinkyRedError ERR_INPUT */
export function siteReport(RED: Pick<NodeAPI, 'nodes'>, body: unknown): SiteReport | null {
  const read = v.safeParse(Body, body);
  if (!read.success) throw new LinkyRedError('ERR_INPUT', { detail: 'flex-site' });
  const opened = getNode<AccountNode<OpenFlexSite>>(RED, read.output.id, 'flex-site')?.opened;
  if (opened === undefined) return null;
  const { listening, address, problem, lastCallAt } = opened.server;
  return {
    listening,
    address,
    problem: problem?.message ?? null,
    lastCallAt: lastCallAt === null ? null : isoParis(lastCallAt).slice(0, 16).replace('T', ' '),
  };
}
