// The settings of flex-account, read once.
import { Settings } from '../runtime/settings';
import { ACCESS, DEFAULTS, HEADER_LINE, type Access, type FlexAccountFields } from './flex-account.choices';

export interface FlexAccountConfig {
  readonly access: Access;
  readonly annex1: string;
  readonly annex2: string;
  readonly session: string;
  readonly issuer: string;
  readonly scope: string;
  readonly audience: string;
  /** By their whole names. */
  readonly emulatorHeaders: Readonly<Record<string, string>>;
}

/** @param field what stands in a field @throws LinkyRedError ERR_CONFIG with the field that makes no sense */
export function readConfig(field: (name: string) => string): FlexAccountConfig {
  const names = Object.keys(DEFAULTS);
  const raw = Object.fromEntries(['type', ...names].map((name) => [name, field(name)]));
  const settings = new Settings<FlexAccountFields>(raw, DEFAULTS, 'counts-as-missing');
  const access = settings.choice('access', ACCESS);
  return {
    access,
    annex1: settings.text('annex1'),
    annex2: settings.text('annex2'),
    session: settings.text('session'),
    issuer: access === 'client' ? settings.filled('issuer') : '',
    scope: settings.text('scope'),
    audience: settings.text('audience'),
    emulatorHeaders: headersOf(settings),
  };
}

function headersOf(settings: Settings<FlexAccountFields>): Readonly<Record<string, string>> {
  const lines = settings.text('emulatorHeaders').split(/\r?\n/);
  return Object.fromEntries(
    lines
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [, name, value] = HEADER_LINE.exec(line) ?? settings.refuseForm('emulatorHeaders', 'headers');
        return [`EMULATOR_${String(name)}`, String(value)];
      }),
  );
}
