// What the statuses of ecowatt-signal and tempo-signal say of what comes, in both languages.
import assert from 'node:assert/strict';
import type { LinkyRedError } from '../../../lib/errors';
import type { EcowattState } from '../../../lib/rte/ecowatt/state';
import type { TempoState } from '../../../lib/rte/tempo/state';
import { aheadOfEcowatt } from '../../../nodes/ecowatt-signal/status-text';
import { ProblemReport } from '../../../nodes/runtime/status/problem-report';
import { NodeStatus } from '../../../nodes/runtime/status/status';
import { aheadOfTempo } from '../../../nodes/tempo-signal/status-text';
import { translateOf, type Language } from '../../support/node-red/catalogues';

/** The status that is shown for what is known now and what comes. */
function shown(type: 'ecowatt-signal' | 'tempo-signal', language: Language, key: string, ahead: string | undefined) {
  const texts: unknown[] = [];
  const node = { status: ({ text }: { text?: string }) => texts.push(text), error: () => undefined };
  const status = new NodeStatus(node);
  const nothing: LinkyRedError | undefined = undefined;
  new ProblemReport(node, translateOf(type, language), status).show(key, false, nothing, { ahead });
  return texts.at(-1);
}

describe('the statuses of Ecowatt and Tempo', () => {
  it('name the colour that begins at 6:00, once it is known', () => {
    const next = (colour: string): Pick<TempoState, 'next'> => ({ next: { colour } as TempoState['next'] });
    const tempo = (language: Language, colour: string) =>
      shown('tempo-signal', language, 'blue', aheadOfTempo(next(colour), translateOf('tempo-signal', language)));
    assert.equal(tempo('fr', 'red'), 'bleu · puis rouge à 6 h');
    assert.equal(tempo('en-US', 'white'), 'blue · then white at 6:00');
    assert.equal(tempo('fr', 'unknown'), 'status.blue');
  });

  it('name the next alert by its hour, and by its day where that is not today', () => {
    const ecowatt = (language: Language, start: string) => {
      const alert = { level: 2, start } as NonNullable<EcowattState['nextAlert']>;
      const ahead = aheadOfEcowatt(alert, '2026-11-24T12:07:00+01:00', translateOf('ecowatt-signal', language));
      return shown('ecowatt-signal', language, 'level-1', ahead);
    };
    assert.equal(ecowatt('fr', '2026-11-24T18:00:00+01:00'), 'vert · orange à 18 h');
    assert.equal(ecowatt('en-US', '2026-11-24T18:00:00+01:00'), 'green · orange at 18:00');
    assert.equal(ecowatt('fr', '2026-11-25T08:00:00+01:00'), 'vert · orange le 25/11 à 8 h');
  });
});
