// The journal of a site for somebody else's program: JSON with everything, or a table with a row for each step.
import type { CivilZone } from '../../grid/paris-time';
import { requestWindow } from '../request/profile';
import { type FlexRequest, productOf, profileOf, type Step } from '../request/request';

/** Several or all requests of a site. */
export type Requests = AsyncIterable<FlexRequest> | Iterable<FlexRequest>;

/** One object for each request, with its history; instants are ISO 8601 with the offset of the site's zone, powers W. */
export async function journalAsJson(requests: Requests, zone: CivilZone): Promise<object[]> {
  const rows: object[] = [];
  for await (const request of requests) rows.push(told(request, zone));
  return rows;
}

/** RFC 4180, with a row of headings; powers W, without units. */
export async function journalAsCsv(requests: Requests, zone: CivilZone): Promise<string> {
  const rows = [lineOf(COLUMNS.map(([heading]) => heading))];
  for await (const request of requests)
    for (const step of request.history) rows.push(lineOf(COLUMNS.map(([, cell]) => cell(request, step, zone))));
  return rows.join('');
}

type Cell = (request: FlexRequest, step: Step, zone: CivilZone) => string | number | undefined;

/** What stands in each column of a step. */
const COLUMNS: readonly (readonly [heading: string, cell: Cell])[] = [
  ['at', (_, { at }, zone) => zone.iso(at)],
  ['bacs', ({ bacs }) => bacs],
  ['asset', ({ asset }) => asset],
  ['requestID', ({ requestId }) => requestId],
  ['operator', ({ creator }) => creator],
  ['state', (_, { state }) => state],
  ['by', (_, { by }) => by],
  ['reason', (_, { reason }) => reason],
  ['rule', (_, { rule }) => rule],
  ['lateSeconds', (_, { lateMs }) => lateMs && lateMs / 1000],
  ['deviations', ({ deviations }) => deviations.join(' ')],
  ['product', productOf],
  ['start', (request, _, zone) => zone.iso(requestWindow(request).start)],
  ['end', (request, _, zone) => zone.iso(requestWindow(request).end)],
  [
    'largestPowerW',
    (request) =>
      profileOf(request).reduce((most, { powerW }) => (Math.abs(powerW) > Math.abs(most) ? powerW : most), 0),
  ],
  ['ackPriceEurPerKWh', ({ confirmation }) => confirmation?.ackPriceEurPerKWh],
];

function told(request: FlexRequest, zone: CivilZone): object {
  const { confirmation, asked, history, requestId, ...rest } = request;
  const profile = (periods: FlexRequest['asked']): object[] =>
    periods.map(({ start, end, powerW }) => ({ start: zone.iso(start), end: zone.iso(end), powerW }));
  return {
    ...rest,
    requestID: requestId,
    asked: profile(asked),
    ...(confirmation && { confirmation: { ...confirmation, profile: profile(confirmation.profile) } }),
    history: history.map(({ at, ...step }) => ({ at: zone.iso(at), ...step })),
  };
}

function lineOf(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/** What operators write may begin as a formula does; a spreadsheet would reckon it. */
const FORMULA = /^[=+\-@\t\r]/;

function quoted(cell: string | number | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
