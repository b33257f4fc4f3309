// The form of opendata-query as a whole: the portal, its dataset, the question about it, and both in words.
import { textOf, input, isVariable, part, sayingOf } from './access.editor';
import { DatasetPicker } from './dataset.editor';
import { previewButton } from './preview.editor';
import { QuestionForm } from './question.editor';
import { queryInWords } from './words';

export interface QueryForm {
  /** What is not finished, in words; empty where all is. */
  readonly unfinished: () => string;
}

export function prepareQuery(node: object): QueryForm {
  const say = sayingOf(node);
  const word = (key: string, facts: Readonly<Record<string, string | number>> = {}): string =>
    say(`opendata-query.${key}`, facts);
  const unfinished = (): string => {
    const what = question.unfinished.map(({ key, text }) => word(`draft.${key}`, { text }));
    return what.length === 0 ? '' : word('draft.line', { what: what.join(' · ') });
  };
  const showWords = (): void => {
    const lines = [...sentences(), unfinished()].filter((line) => line !== '');
    part('words')
      .empty()
      .append(lines.map((line) => $('<div>').text(line)));
    part('preview-button').prop('disabled', datasets.name === '' || unfinished() !== '');
  };
  const sentences = (): string[] => {
    if (datasets.title === '') return [word('dataset.none')];
    const query = question.query();
    if (query === undefined) return isVariable(textOf(input('query'))) ? [word('say.variable')] : [];
    try {
      return queryInWords(say, {
        portal: portalName(word),
        dataset: datasets.title,
        query,
        fields: datasets.dataset?.fields ?? [],
        count: datasets.dataset?.count,
      });
    } catch {
      // An object of another form: what is wrong with it says the preview.
      return [];
    }
  };
  const datasets = new DatasetPicker(node, () => {
    question.know(datasets.dataset?.fields ?? []);
    showWords();
  });
  const question = new QuestionForm(node, showWords);
  const showPortal = (): void => {
    $('.opendata-query-url').toggle(textOf(input('portal')) === 'other');
  };
  input('portal').on('change', showPortal);
  input('url').on('change', () => {
    datasets.load();
  });
  previewButton(node);
  showPortal();
  question.begin();
  datasets.load();
  return { unfinished };
}

function portalName(word: (key: string) => string): string {
  const portal = textOf(input('portal'));
  if (portal !== 'other') return word(`portal-name.${portal}`);
  const url = textOf(input('url')).trim();
  return url.replace(/^https?:\/\//, '').replace(/\/.*$/, '') || word('portal.other');
}
