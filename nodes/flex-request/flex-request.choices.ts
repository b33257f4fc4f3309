// What the form of flex-request offers, and what a new node begins with. Shared with the editor.

/** What the button can play. */
export const SCENES = {
  reduce: { signal: 'flexibility', level: 2 },
  increase: { signal: 'flexibility', level: 0 },
} as const;

export interface FlexRequestFields {
  site: string;
  /** Id of the asset that the readings wired in here measure; empty: the only one, or the first. */
  asset: string;
  /** What the button plays. Of no concern to a running node: the editor sends it. */
  played: keyof typeof SCENES;
  version: number;
}

export const DEFAULTS: FlexRequestFields = { site: '', asset: '', played: 'reduce', version: 1 };
