// Raw ODSQL of one who knows, before any call: what the host refuses, what it takes and means otherwise, and the spelling that it takes.
import { LinkyRedError } from '../../errors';
import { fieldOf } from '../dataset/fields';
import type { Dataset } from '../dataset/dataset';
import type { BackEnd } from '../kind/kind';
import type { Odsql } from '../query/query';
import { checkCompatGroup, checkCompatOrder, checkCompatSelect } from './compat-lists';
import { checkCompatWhere } from './compat-where';
import { Examined, type Clause, type Finding } from './finding';
import { checkOdsGroup, checkOdsOrder, checkOdsSelect, checkOdsWhere } from './ods';
import { OdsqlSyntax } from './cursor';
import { parseList, parseWhere, type Parsed } from './parse';
import { checkCompatRefine } from './refine';
import { checkComments, checkLines, checkSpaced } from './spacing';

/** As errors name them. */
const HOSTS: Readonly<Record<BackEnd, string>> = {
  ods: 'Opendatasoft',
  'datafair-compat': 'Data Fair',
  datafair: 'Data Fair',
};

/**
 * @throws LinkyRedError ERR_ODSQL with the spelling that the host takes, ERR_ODSQL_MISREAD likewise, ERR_ODSQL_NONE where there is none,
 * ERR_OPENDATA_FIELD, ERR_OPENDATA_CANNOT for Data Fair's own API, which has no ODSQL
 */
export function checkOdsql(backEnd: BackEnd, odsql: Odsql, dataset: Dataset): void {
  const host = HOSTS[backEnd];
  if (backEnd === 'datafair') throw new LinkyRedError('ERR_OPENDATA_CANNOT', { host, detail: 'ODSQL, on its own API' });
  const [finding] = odsqlFindings(backEnd, odsql, dataset);
  if (finding === undefined) return;
  const { kind, found, instead } = finding;
  if (kind === 'field') fieldOf(dataset, found);
  if (instead === undefined) throw new LinkyRedError('ERR_ODSQL_NONE', { host, found });
  throw new LinkyRedError(kind === 'misread' ? 'ERR_ODSQL_MISREAD' : 'ERR_ODSQL', { host, found, instead });
}

/** All that is wrong, clause by clause. */
export function odsqlFindings(backEnd: 'ods' | 'datafair-compat', odsql: Odsql, dataset: Dataset): readonly Finding[] {
  const compat = backEnd === 'datafair-compat';
  const aliases = new Set([...aliasesOf(odsql.select), ...aliasesOf(odsql.group_by)]);
  const grouped = odsql.group_by !== undefined && odsql.group_by.trim() !== '';
  return [
    ...clause('select', odsql.select, (examined) => {
      read(examined, compat, parseList, (one, items) => {
        if (compat) checkCompatSelect(one, items, grouped);
        else checkOdsSelect(one, items);
      });
    }),
    ...clause('where', odsql.where, (examined) => {
      read(examined, compat, parseWhere, compat ? checkCompatWhere : checkOdsWhere);
    }),
    ...clause('group_by', odsql.group_by, (examined) => {
      read(examined, compat, parseList, compat ? checkCompatGroup : checkOdsGroup);
    }),
    ...clause('order_by', odsql.order_by, (examined) => {
      read(examined, compat, parseList, (one, items) => {
        (compat ? checkCompatOrder : checkOdsOrder)(one, items, aliases);
      });
    }),
    ...(compat ? (odsql.refine ?? []).flatMap((refine) => clause('refine', refine, checkCompatRefine)) : []),
  ];

  function clause(name: Clause, source: string | undefined, check: (examined: Examined) => void): readonly Finding[] {
    if (source === undefined || source.trim() === '') return [];
    const examined = new Examined(name, source, dataset);
    check(examined);
    return examined.findings;
  }
}

/** The clause as a tree, and what the host says of it. */
function read<T>(
  examined: Examined,
  compat: boolean,
  parse: (source: string) => Parsed<T>,
  check: (examined: Examined, value: T) => void,
): void {
  // Nobody documents comments; what begins with one would hide the rest.
  if (!checkComments(examined) || (compat && !checkLines(examined))) return;
  try {
    const { value, words } = parse(examined.source);
    check(examined, value);
    if (compat) checkSpaced(examined, words);
  } catch (error) {
    if (!(error instanceof OdsqlSyntax)) throw error;
    const { from, to } = error;
    examined.refuse(from < to ? { from, to } : { from: 0, to: examined.source.length });
  }
}

function aliasesOf(source: string | undefined): readonly string[] {
  if (source === undefined || source.trim() === '') return [];
  try {
    return parseList(source).value.flatMap(({ alias }) => alias ?? []);
  } catch {
    return [];
  }
}

/** Whether a select is of figures over all rows. */
export function isFigure(select: string): boolean {
  if (select.trim() === '') return false;
  const figures = /^(?:avg|count|envelope|bbox|max|median|min|percentile|sum)$/;
  return parseList(select).value.some(({ value }) => value.kind === 'call' && figures.test(value.name));
}
