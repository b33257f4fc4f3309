// Which meters a fleet has: kinds with their shares, dealt out evenly.
import type { ContractName } from '../tic/contract';
import type { Mode } from '../tic/meter';

export interface Kind {
  readonly mode: Mode;
  readonly contract: ContractName;
  readonly phases: 1 | 3;
  readonly producer: boolean;
  /** Parts of the whole, a whole number. */
  readonly share: number;
}

/** Mostly what a gateway sees: standard mode, single-phase, base and off-peak; every other kind of household is there too. */
export const HOUSEHOLDS: readonly Kind[] = [
  kind('standard', 'base', 7),
  kind('standard', 'hc', 6),
  kind('standard', 'tempo', 2),
  { ...kind('standard', 'hc', 1), phases: 3 },
  { ...kind('standard', 'base', 1), producer: true },
  kind('historique', 'base', 1),
  kind('historique', 'hc', 1),
  { ...kind('historique', 'tempo', 1), phases: 3 },
];

function kind(mode: Mode, contract: ContractName, share: number): Kind {
  return { mode, contract, phases: 1, producer: false, share };
}

const MODES: readonly Mode[] = ['standard', 'historique'];
const CONTRACTS: readonly ContractName[] = ['base', 'hc', 'ejp', 'tempo'];

/** `standard-hc:6,historique-tempo-3:1,standard-base-producer:1`; undefined where that is not understood. */
export function readMix(spec: string): readonly Kind[] | undefined {
  const kinds = spec.split(',').map(readKind);
  return kinds.every((row) => row !== undefined) ? kinds : undefined;
}

function readKind(spec: string): Kind | undefined {
  const [words = '', share = '1'] = spec.split(':');
  const [mode, contract, ...more] = words.split('-');
  const known = { mode: MODES.find((name) => name === mode), contract: CONTRACTS.find((name) => name === contract) };
  if (known.mode === undefined || known.contract === undefined || !/^[1-9]\d{0,5}$/.test(share)) return undefined;
  if (more.some((word) => word !== '3' && word !== 'producer')) return undefined;
  return {
    mode: known.mode,
    contract: known.contract,
    phases: more.includes('3') ? 3 : 1,
    producer: more.includes('producer'),
    share: Number(share),
  };
}

/** The kinds of `count` meters, each as often as its share says and none in a row where it can be helped. */
export function deal(kinds: readonly Kind[], count: number): Kind[] {
  const all = kinds.reduce((sum, { share }) => sum + share, 0);
  const credit = kinds.map(() => 0);
  const dealt: Kind[] = [];
  while (dealt.length < count) {
    let best = 0;
    kinds.forEach(({ share }, index) => {
      credit[index] = (credit[index] ?? 0) + share;
      if ((credit[index] ?? 0) > (credit[best] ?? 0)) best = index;
    });
    credit[best] = (credit[best] ?? 0) - all;
    dealt.push(...kinds.slice(best, best + 1));
  }
  return dealt;
}
