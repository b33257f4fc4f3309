import assert from 'node:assert/strict';
import { hostSecret } from '../../../nodes/runtime/store/host-secret';
import type { NodeAPI } from '../../../nodes/runtime/types';

const secretOf = (settings: Readonly<Record<string, unknown>>): string | undefined =>
  hostSecret({ settings: { get: (name: string) => settings[name] } } as unknown as Pick<NodeAPI, 'settings'>);

describe('the secret of Node-RED', () => {
  it('is the own one of the user, else the one that Node-RED made, else that of the open project', () => {
    const projects = { activeProject: 'home', projects: { home: { credentialSecret: 'project' } } };
    const made = { _credentialSecret: 'made', projects };
    assert.equal(secretOf({ credentialSecret: 'own', ...made }), 'own');
    assert.equal(secretOf(made), 'made');
    assert.equal(secretOf({ projects }), 'project');
  });

  it('is none where encryption is switched off, nothing is set, or Node-RED keeps no settings', () => {
    assert.equal(secretOf({ credentialSecret: false, _credentialSecret: 'made' }), undefined);
    assert.equal(secretOf({ credentialSecret: '' }), undefined);
    const settings = {
      get: () => {
        throw new Error('not available');
      },
    };
    assert.equal(hostSecret({ settings } as unknown as Pick<NodeAPI, 'settings'>), undefined);
  });
});
