// The question of the form: built row by row, as a text, or in ODSQL. What is stored is always the text, in the field `query`.
import type { Field } from '../../../lib/opendata/dataset/dataset';
import type { Odsql, OpenDataQuery } from '../../../lib/opendata/query/query';
import { input, isVariable, part, sayingOf, textOf } from './access.editor';
import { Builder } from './builder.editor';
import { EMPTY_DRAFT, numberOf } from './draft';
import { draftOf } from './from-query';
import type { Unfinished } from './to-query';
import type { Say } from './tongue';

type Mode = 'build' | 'text' | 'odsql';

const CLAUSES = { select: 'select', where: 'where', group_by: 'group-by', order_by: 'order-by' } as const;

export class QuestionForm {
  private readonly say: Say;
  private readonly builder: Builder;
  private fields: readonly Field[] = [];
  private mode: Mode = 'build';
  unfinished: readonly Unfinished[] = [];

  /** @param onChange the question is another one */
  constructor(
    node: object,
    private readonly onChange: () => void,
  ) {
    this.say = sayingOf(node);
    this.builder = new Builder(node, () => {
      this.write();
    });
    part('mode').on('change', () => {
      this.enter(textOf(part('mode')) as Mode);
    });
    part('odsql').on('input', () => {
      this.write();
    });
    input('query').on('input', () => {
      this.write();
    });
  }

  /** Shows what the node has. */
  begin(): void {
    this.enter(this.query()?.odsql === undefined ? 'build' : 'odsql');
  }

  /** @returns undefined where the text is none: an environment variable, a text that is not finished */
  query(): OpenDataQuery | undefined {
    const text = textOf(input('query')).trim();
    if (text === '') return {};
    try {
      const query: unknown = JSON.parse(text);
      return typeof query === 'object' && query !== null && !Array.isArray(query) ? query : undefined;
    } catch {
      return undefined;
    }
  }

  /** More is known of the dataset, or another one is chosen. */
  know(fields: readonly Field[]): void {
    const before = this.mode === 'build' ? this.builder.read() : undefined;
    this.fields = fields;
    if (before === undefined) return;
    this.builder.show(before, fields);
    this.write();
  }

  private enter(wanted: Mode): void {
    const query = this.query();
    const draft = query === undefined || query.odsql !== undefined ? undefined : draftOf(query);
    // From ODSQL there is no way back to rows: it begins anew, with the limit.
    const fresh = query?.odsql === undefined ? undefined : { ...EMPTY_DRAFT, limit: limitOf(query) };
    const shown = draft ?? (this.mode === 'odsql' ? fresh : undefined);
    this.mode = wanted === 'build' && shown === undefined ? 'text' : wanted;
    part('mode').val(this.mode);
    part('mode-hint').text(this.mode === wanted ? '' : this.say('opendata-query.say.text-stays'));
    if (this.mode === 'build') this.builder.show(shown ?? EMPTY_DRAFT, this.fields);
    if (this.mode === 'odsql') this.showOdsql(query ?? {});
    if (this.mode === 'text' && query !== undefined) input('query').val(JSON.stringify(query, null, 2));
    part('build').toggle(this.mode === 'build');
    part('odsql').toggle(this.mode === 'odsql');
    $('.opendata-query-text').toggle(this.mode === 'text');
    $('.opendata-query-limited').toggle(this.mode !== 'text');
    this.write();
  }

  private showOdsql(query: OpenDataQuery): void {
    for (const [name, id] of Object.entries(CLAUSES))
      part(`odsql-${id}`).val(query.odsql?.[name as keyof typeof CLAUSES] ?? '');
    part('odsql-refine').val(query.odsql?.refine?.join('; ') ?? '');
    part('limit').val(limitOf(query));
  }

  /** Into the field that is stored. */
  private write(): void {
    this.unfinished = [];
    if (this.mode === 'build') {
      const { query, unfinished } = this.builder.make();
      this.unfinished = unfinished;
      this.store(query);
    } else if (this.mode === 'odsql') this.store(this.odsql());
    else if (this.query() === undefined && !isVariable(textOf(input('query'))))
      this.unfinished = [{ key: 'no-json', text: '' }];
    this.onChange();
  }

  private store(query: OpenDataQuery): void {
    input('query').val(JSON.stringify(query)).trigger('change');
  }

  private odsql(): OpenDataQuery {
    const clauses = Object.entries(CLAUSES)
      .map(([name, id]) => [name, textOf(part(`odsql-${id}`)).trim()] as const)
      .filter(([, text]) => text !== '');
    const refine = textOf(part('odsql-refine'))
      .split(';')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    const odsql: Odsql = { ...Object.fromEntries(clauses), ...(refine.length > 0 && { refine }) };
    const text = textOf(part('limit'));
    const limit = numberOf(text);
    const isWhole = limit !== null && Number.isInteger(limit) && limit >= 1;
    if (!isWhole && text.trim() !== '') this.unfinished = [{ key: 'no-whole', text }];
    return { odsql, ...(isWhole && { limit }) };
  }
}

function limitOf({ limit }: OpenDataQuery): string {
  return limit === undefined ? '' : String(limit);
}
