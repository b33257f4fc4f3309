// The secret under which Node-RED itself encrypts credentials: what this package has to hide on the disk is hidden under it, too.
import type { NodeAPI } from '../types';

/**
 * The user's own, else the one that Node-RED has made for itself, else that of the project that is open.
 * @returns undefined where the user has switched encryption off, or Node-RED keeps no settings
 */
export function hostSecret(RED: Pick<NodeAPI, 'settings'>): string | undefined {
  const own = setting(RED, 'credentialSecret');
  if (own === false) return undefined;
  return [own, setting(RED, '_credentialSecret'), ofProject(setting(RED, 'projects'))].find(isFilled);
}

/** `get` throws where Node-RED keeps no settings. */
function setting(RED: Pick<NodeAPI, 'settings'>, name: string): unknown {
  try {
    return (RED.settings as unknown as { get(name: string): unknown }).get(name);
  } catch {
    return undefined;
  }
}

function ofProject(projects: unknown): unknown {
  const { activeProject, projects: all } = (projects ?? {}) as {
    activeProject?: string;
    projects?: Readonly<Record<string, { credentialSecret?: unknown } | undefined>>;
  };
  return activeProject === undefined ? undefined : all?.[activeProject]?.credentialSecret;
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
