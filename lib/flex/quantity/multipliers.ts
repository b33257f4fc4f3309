// UnitMultiplier of CIM (IEC 61970) as far as quantities of electricity need it: the power of ten of each symbol.
export const MULTIPLIERS: Readonly<Record<string, number>> = {
  p: -12,
  n: -9,
  micro: -6,
  m: -3,
  c: -2,
  d: -1,
  '': 0,
  none: 0,
  da: 1,
  h: 2,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
};
