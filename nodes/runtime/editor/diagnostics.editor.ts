// The button "Copy diagnostics" at the end of a form: what an issue needs to be understood, without secrets, in the clipboard.
import type { EditorRED } from 'node-red';

/** What @types/node-red do not know of. */
interface Clipboard {
  /** Works without https, too. @returns false where the browser does not allow it */
  copyText(text: string): boolean;
}
declare const RED: EditorRED & { readonly clipboard: Clipboard };

/** @param node whose catalogue has the words */
export function diagnosticsButton(node: object, type: string): void {
  const say = (key: string): string => (node as { _: (key: string) => string })._(`diagnostics.${key}`);
  const button = $('<button type="button" class="red-ui-button">').attr('id', `${type}-diagnostics`);
  button.append($('<i class="fa fa-clipboard">'), ' ', $('<span>').text(say('copy')));
  $('#dialog-form').append($('<div class="form-row" style="margin-top: 12px">').append(button));
  button.on('click', () => {
    $.getJSON(`${type}/diagnostics`, ({ text }: { text: string }) => {
      if (RED.clipboard.copyText(text)) RED.notify(say('copied'), 'success');
      else show(text, say('by-hand'));
    }).fail(() => {
      RED.notify(say('failed'), 'error');
    });
  });
}

/** For a browser that lets no script copy. */
function show(text: string, hint: string): void {
  const area = $('<textarea readonly style="width: 100%; height: 200px">').val(text);
  const box = $('<div>').append($('<p>').text(hint), area);
  const notification = RED.notify(box[0] as unknown as string, {
    modal: true,
    fixed: true,
    buttons: [
      {
        text: 'OK',
        click: () => {
          (notification as unknown as { close(): void }).close();
        },
      },
    ],
  });
  area.trigger('focus').trigger('select');
}
