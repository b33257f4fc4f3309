// What the form of supplier-price offers, and what a new node begins with. Shared with the editor.

/** How a signal is uploaded: as the file of a form, or as JSON. */
export const UPLOADS = ['multipart', 'json'] as const;
export type Upload = (typeof UPLOADS)[number];

/** 14 digits of a PRM, also in the groups in which they stand on a bill; another supplier's names too. */
export const DELIVERY_POINT = /^(?:\s*\d){14}\s*$|^[\w.-]{1,64}$/;
/** Begins with a slash; `{session}` may be in it. */
export const PATH = /^\/\S*$/;

export const [LEAST_AHEAD_HOURS, MOST_AHEAD_HOURS] = [1, 168] as const;
export const [LEAST_EVERY_MINUTES, MOST_EVERY_MINUTES] = [5, 1440] as const;
export const [LEAST_WINDOW_HOURS, MOST_WINDOW_HOURS] = [0.25, 24] as const;
/** No threshold is higher: euros, or grams, for a kWh. */
export const HIGHEST_THRESHOLD = 100_000;

/** What the button can play. */
export const SCENES = {
  price: { signal: 'price', level: 2 },
  co2: { signal: 'co2', level: 2 },
} as const;

export interface SupplierPriceFields {
  account: string;
  deliveryPoint: string;
  /** €/kWh, and g/kWh: above it a signal is sent. Empty: none. */
  priceThreshold: string;
  co2Threshold: string;
  /** Of the cheapest and the cleanest window, in hours. */
  windowHours: string;
  aheadHours: string;
  everyMinutes: string;
  path: string;
  uploadAs: Upload;
  /** What the button plays. Of no concern to a running node: the editor sends it. */
  played: keyof typeof SCENES;
  version: number;
}

export const DEFAULTS: SupplierPriceFields = {
  account: '',
  deliveryPoint: '',
  priceThreshold: '',
  co2Threshold: '',
  windowHours: '2',
  aheadHours: '36',
  everyMinutes: '60',
  // As the reference writes it in its path; in its text it writes `supplier/`.
  path: '/sessions/{session}/suppliers/commodity/prices',
  uploadAs: 'multipart',
  played: 'price',
  version: 1,
};
