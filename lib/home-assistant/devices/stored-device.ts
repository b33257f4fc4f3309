// One device of one node, as it outlives a restart.
import type { GridKind } from '../../grid/message';
import type { PublishedMemory } from '../discovery/publishing';
import type { EnergyMemory } from '../energy/meter-energy';
import type { NamesMemory } from '../facts/index-names';

export interface StoredDevice extends PublishedMemory, EnergyMemory, NamesMemory {
  /** Absent: a meter. */
  readonly kind?: GridKind;
  stream: string | null;
  /** Mode and tariff that it was seen in last. */
  situation: string;
}
