// One group as a list of groups shows it, damaged ones too.
import type { RefusalReason } from '../belief/accepted-group';
import type { GroupBytes } from '../bytes/group';

/** One group as `--groups` and the option of linky-decode list it. */
export interface GroupReport {
  label: string;
  horodate: string | null;
  /** Untrimmed. */
  data: string;
  ok: boolean;
  reason?: RefusalReason;
}

/** What can be wrong with a group before its fields are known. */
const SHAPELESS: ReadonlySet<RefusalReason> = new Set(['checksum', 'format', 'length']);

/** A group as `msg.tic.groups` shows it; of a damaged one as much as can be told apart. */
export function groupReport(group: GroupBytes, ok: boolean, reason?: RefusalReason): GroupReport {
  const fields = reason !== undefined && SHAPELESS.has(reason) ? damagedFields(group) : group;
  const { label, horodate, data } = fields;
  return { label, horodate, data, ok, ...(reason === undefined ? {} : { reason }) };
}

/** What stands before the first separator, and the rest without separator and sum. */
function damagedFields(group: GroupBytes): { label: string; horodate: null; data: string } {
  const end = group.labelEnd < 0 ? group.length : group.labelEnd;
  const start = Math.min(end + 1, group.length);
  return { label: group.slice(0, end), horodate: null, data: group.slice(start, Math.max(start, group.length - 2)) };
}
