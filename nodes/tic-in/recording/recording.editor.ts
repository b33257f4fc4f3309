// The section of the form that records what the meter sends. It works on the node that runs, whatever the form says meanwhile.
import { USUAL_MEGABYTES, USUAL_MINUTES } from './recording.choices';
import type { RecordingState } from './recording';
import type { RecordingAnswer } from './recording.routes';

const LOOK_EVERY_MS = 2000;

interface Edited {
  readonly id: string;
  _(key: string, facts?: Record<string, unknown>): string;
}

export function recordingSection(node: Edited): void {
  const [start, end, download] = [$('#tic-in-record'), $('#tic-in-record-end'), $('#tic-in-record-download')];
  const told = $('#tic-in-recorded');
  const [minutes, megabytes] = [$('#tic-in-minutes').val(USUAL_MINUTES), $('#tic-in-megabytes').val(USUAL_MEGABYTES)];

  const show = ({ recording, files, isDeployed }: RecordingAnswer): void => {
    const isOn = recording?.state === 'recording';
    start.prop('disabled', !isDeployed);
    end.toggle(isOn);
    download.toggle(files > 0);
    if (!isDeployed) told.text(node._('tic-in.recording.not-deployed'));
    else told.text(recording === null ? (files > 0 ? '' : node._('tic-in.recording.none')) : sentence(node, recording));
  };
  const refused = (request: JQuery.jqXHR): void => {
    const { message } = (request.responseJSON ?? {}) as { message?: string };
    const isMissing = request.status === 404;
    start.prop('disabled', isMissing);
    told.text(message ?? node._(isMissing ? 'tic-in.recording.not-deployed' : 'tic-in.recording.failed'));
  };
  const ask = (wish: object): void => {
    $.ajax({
      url: 'tic-in/capture',
      method: 'POST',
      contentType: 'application/json',
      data: JSON.stringify({ id: node.id, ...wish }),
    })
      .done(show)
      .fail(refused);
  };

  end.hide();
  download.hide();
  start.on('click', () => {
    ask({ minutes: numberOf(minutes), megabytes: numberOf(megabytes) });
  });
  end.on('click', () => {
    ask({ minutes: 0 });
  });
  download.on('click', () => {
    fetchMasked(node, told);
  });
  ask({});
  const looking = setInterval(() => {
    // The form was closed.
    if ($('#tic-in-recorded').get(0) !== told.get(0)) clearInterval(looking);
    else if (end.is(':visible')) ask({});
  }, LOOK_EVERY_MS);
}

/** What is no number is refused by the node, in words. */
function numberOf(field: JQuery): number | string {
  const text = String(field.val()).trim();
  return text === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

function sentence(node: Edited, { state, until, size, files }: RecordingState): string {
  return node._(`tic-in.recording.${state === 'recording' ? 'on' : 'ended'}`, {
    until: until.slice(0, 16).replace('T', ' '),
    size: (size / 1_000_000).toFixed(1),
    file: files.at(-1) ?? node._('tic-in.recording.nothing'),
  });
}

/** By the editor's own requests: a plain link would carry no login. */
function fetchMasked(node: Edited, told: JQuery): void {
  $.ajax({ url: `tic-in/capture/file?id=${encodeURIComponent(node.id)}`, dataType: 'text' })
    .done((text: string) => {
      const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = 'tic-capture.jsonl';
      link.click();
      URL.revokeObjectURL(address);
    })
    .fail((request) => {
      const { message } = (request.responseJSON ?? {}) as { message?: string };
      told.text(message ?? node._('tic-in.recording.failed'));
    });
}
