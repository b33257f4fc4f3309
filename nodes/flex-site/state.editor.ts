// The line of the form that says how the deployed site stands.
import type { SiteReport } from './site-report';

interface Words {
  readonly id: string;
  _(key: string, facts?: Readonly<Record<string, string>>): string;
}

export function showState(node: object): void {
  const { id } = node as Words;
  const say = (key: string, facts: Readonly<Record<string, string>> = {}): string =>
    (node as Words)._(`flex-site.state.${key}`, facts);
  const line = $('#node-config-flex-site-state').addClass('linky-red-hint');
  $.ajax({ url: 'flex-site/state', method: 'POST', contentType: 'application/json', data: JSON.stringify({ id }) })
    .done((report: SiteReport | null) => {
      if (report === null) line.text(say('not-deployed'));
      else if (report.problem !== null) line.text(report.problem);
      else if (!report.listening) line.text(say('starting'));
      else
        line.text(
          say(report.lastCallAt === null ? 'waiting' : 'called', {
            address: report.address,
            at: report.lastCallAt ?? '',
          }),
        );
    })
    .fail(() => {
      line.text('');
    });
}
