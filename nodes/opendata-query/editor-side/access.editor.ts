// The way from the form to Node-RED, which asks the portal: with what stands in the form, saved or not.
import { withCode } from '../../../lib/errors/with-code';
import { inWords } from '../../runtime/setting-words';
import type { EditorAnswers, EditorQuestion, TalkableError, Told } from './answers';
import type { Say } from './tongue';

/** What the editor knows of a node while its form is open. */
export interface EditedQuery {
  readonly id: string;
  _(key: string, facts?: Readonly<Record<string, string | number>>): string;
}

const TYPE = 'opendata-query';
/** Fields of the form that make a question. */
const SENT = ['portal', 'url', 'apiKey', 'dataset', 'query', 'timeIs'] as const;
const TICKED = ['watts', 'unpivot'] as const;

/** A part of the form that is no field of the node. */
export const part = (name: string): JQuery => $(`#${TYPE}-${name}`);
export const input = (name: string): JQuery => $(`#node-input-${name}`);
export const textOf = (element: JQuery): string => String(element.val() ?? '');
export const isTicked = (element: JQuery): boolean => element.prop('checked') === true;

/** Node-RED puts it in its place when the flow runs: until then nobody knows what it holds. */
export const isVariable = (text: string): boolean => /\$(?:\{[^}]*\}|\([^)]*\))/.test(text);

/** @param node whose catalogue has the words, below its type */
export function sayingOf(node: object): Say {
  return (key, facts = {}) => (node as EditedQuery)._(key, facts);
}

/** @returns undefined where Node-RED itself did not answer */
export function askNode<Q extends EditorQuestion>(
  node: object,
  question: Q,
  more: Readonly<Record<string, string>> = {},
): Promise<Told<EditorAnswers[Q]> | undefined> {
  const fields = [
    ...SENT.map((name) => [name, textOf(input(name))] as const),
    ...TICKED.map((name) => [name, isTicked(input(name))] as const),
  ];
  return new Promise((resolve) => {
    $.ajax({
      url: `${TYPE}/${question}`,
      method: 'POST',
      contentType: 'application/json',
      data: JSON.stringify({ id: (node as EditedQuery).id, ...Object.fromEntries(fields), ...more }),
    })
      .done((told: Told<EditorAnswers[Q]>) => {
        resolve(told);
      })
      .fail(() => {
        resolve(undefined);
      });
  });
}

/** Why there is no answer, in the language of the editor. */
export function problemOf(say: Say, told: { readonly error?: TalkableError } | undefined): string {
  if (told?.error === undefined) return say(`${TYPE}.say.failed`);
  const { code, key, facts } = told.error;
  return withCode(say(`errors.${key}`, inWords(say, facts)), code);
}
