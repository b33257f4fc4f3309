// The list of serial ports in the form: it fills itself when the form opens, and again on demand. What is stored stays in the
// field below it, which shows where the list has no entry for it.
import type { EditorRED } from '../runtime/editor/form.editor';
import type { PortChoice } from './ports';

declare const RED: EditorRED;

/** The entry for a path that is typed by hand. */
const TYPED = 'typed';
/** More of a name would not fit into the list. */
const LONGEST_NAME = 32;

interface Edited {
  readonly id: string;
  _(key: string, facts?: Record<string, unknown>): string;
}

/** @param changed told when another entry is chosen: whether a path is to be typed depends on it */
export function portList(node: Edited, changed: () => void): void {
  const [list, field, hint] = [$('#tic-in-ports'), $('#node-input-port'), $('#tic-in-ports-hint')];
  const path = (): string => String(field.val()).trim();

  const offer = (value: string, text: string): void => {
    $('<option>').val(value).text(text).appendTo(list);
  };
  const tell = (note: string): void => {
    const listed = list.val() === TYPED ? '' : path();
    hint.text([note, listed].filter((part) => part !== '').join(' '));
    list.toggleClass('input-error', list.val() === '');
    changed();
  };
  const show = (ports: readonly PortChoice[], first: string, note = ''): void => {
    list.empty();
    offer('', first);
    for (const port of ports) offer(port.path, labelOf(port));
    offer(TYPED, node._('tic-in.ports.typed'));
    const isListed = path() === '' || ports.some((port) => port.path === path());
    list.val(isListed ? path() : TYPED);
    tell(note);
  };
  const search = (): void => {
    list.empty();
    offer(path(), node._('tic-in.ports.searching'));
    changed();
    $.getJSON('tic-in/ports')
      .done((ports: PortChoice[]) => {
        const lone = ports.find(({ isLone }) => isLone);
        const isTaken = lone !== undefined && path() === '' && isNew(node);
        if (isTaken) field.val(lone.path).trigger('change');
        show(
          ports,
          node._(ports.length === 0 ? 'tic-in.ports.none' : 'tic-in.ports.choose'),
          isTaken ? node._('tic-in.ports.lone') : '',
        );
      })
      .fail(() => {
        show([], node._('tic-in.ports.refused'));
      });
  };

  list.on('change', () => {
    if (list.val() !== TYPED) field.val(String(list.val())).trigger('change');
    tell('');
  });
  $('#tic-in-search').on('click', search);
  search();
}

/** Not deployed so far. What is, keeps its settings until somebody changes them. */
function isNew({ id }: Edited): boolean {
  // What was deployed last, which @types/node-red do not know.
  const nodes = RED.nodes as unknown as { originalFlow(): readonly { id: string }[] | undefined };
  return nodes.originalFlow()?.every((deployed) => deployed.id !== id) ?? true;
}

function labelOf({ path, device = path, about = '' }: PortChoice): string {
  const [name = path] = device.split('/').slice(-1);
  const short = about.length > LONGEST_NAME ? `${about.slice(0, LONGEST_NAME - 1)}…` : about;
  return short === '' ? name : `${name} : ${short}`;
}
