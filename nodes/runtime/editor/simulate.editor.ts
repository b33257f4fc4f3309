// The button on a node that sends signals: plays the event that its form names.
import type { EditorRED } from './form.editor';

declare const RED: EditorRED;

/** What is used of a node on the canvas. */
interface Playing {
  readonly id: string;
  readonly changed?: boolean;
  /** A scene of the node's type; missing in a flow of before. */
  readonly played?: string;
  _(key: string, facts?: Record<string, unknown>): string;
}

/**
 * The `button` of a definition. Like that of inject it works on what runs: a node that is deployed and has not been changed
 * since. What is played, and for how long, is said when it begins.
 * @param usual the scene that a new node plays
 */
export function simulateButton(type: string, usual: string): { enabled: () => boolean; onclick: () => void } {
  return {
    enabled(this: Playing) {
      return this.changed !== true;
    },
    onclick(this: Playing) {
      // Node-RED dims the button of a changed node, and calls this all the same.
      if (this.changed === true) {
        warn(RED._('notification.warnings.undeployedChanges'));
        return;
      }
      const scene = this.played ?? usual;
      $.ajax({
        url: `${type}/simulate`,
        method: 'POST',
        contentType: 'application/json',
        data: JSON.stringify({ id: this.id, scene }),
      })
        .done(({ seconds }: { seconds: number }) => {
          const what = this._(`${type}.played.${scene}`);
          RED.notify(escaped(this._('simulate.plays', { what, seconds })), { type: 'success', timeout: 5000 });
        })
        .fail(({ status, responseJSON }) => {
          const { message } = (responseJSON ?? {}) as { message?: string };
          RED.notify(escaped(message ?? this._(status === 404 ? 'simulate.not-deployed' : 'simulate.failed')), 'error');
        });
    },
  };
}

function warn(message: string): void {
  RED.notify(RED._('notification.warning', { message }), 'warning');
}

/** Notifications are HTML. */
function escaped(text: string): string {
  return $('<span>').text(text).html();
}
