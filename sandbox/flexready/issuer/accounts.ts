// Who may come in: the two whom everybody may be here.

export const FLEX_ROLES = ['participant', 'admin'] as const;
export type FlexRole = (typeof FLEX_ROLES)[number];

export interface FlexAccount {
  readonly id: string;
  readonly secret: string;
  readonly roles: readonly FlexRole[];
}

/** An operator that tries its building, or its own client. */
export const FLEX_PARTICIPANT: FlexAccount = {
  id: 'flex-participant',
  secret: 'participant-at-the-sandbox-only',
  roles: ['participant'],
};

/** Whoever may put prices in place. */
export const FLEX_ADMIN: FlexAccount = {
  id: 'flex-admin',
  secret: 'admin-at-the-sandbox-only',
  roles: ['participant', 'admin'],
};
