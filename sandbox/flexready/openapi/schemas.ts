// The shapes of what travels, as JSON Schema (2020-12). `x-status` says how much of a shape the reference has: seed, seed-partial (the
// rest is cut from its text), inferred.

type Schema = Readonly<Record<string, unknown>>;

function listOf(items: Schema, more: Schema = {}): Schema {
  return { type: 'array', items, ...more };
}

function shape(status: string, required: readonly string[], properties: Schema): Schema {
  return { type: 'object', 'x-status': status, required, properties };
}

const TEXT = { type: 'string', minLength: 1 };
const LOCAL_TIME = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$' };
const OFFSET_TIME = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d$' };
const DURATION = { type: 'string', pattern: '^PT' };
const PRODUCT = { enum: ['WID', 'WDA'] };
const MULTIPLIER = { enum: ['p', 'n', 'micro', 'm', 'c', 'd', '', 'none', 'da', 'h', 'k', 'M', 'G', 'T'] };
const INVENTED = listOf(TEXT, { description: 'fields that the reference does not have' });
const RULES = listOf(TEXT, { minItems: 1 });

export const SCHEMAS = {
  Quantity: shape('seed', ['unit', 'multiplier', 'value'], {
    unit: TEXT,
    multiplier: MULTIPLIER,
    value: { type: 'number' },
  }),
  /** What is asked: with an offset, or without one in the time of Paris. */
  PowerPeriod: shape('seed', ['power', 'start', 'end'], {
    power: { $ref: '#/components/schemas/Quantity' },
    start: TEXT,
    end: TEXT,
  }),
  Measured: shape('inferred', ['power', 'start', 'end'], {
    power: shape('inferred', ['unit', 'multiplier', 'value'], {
      unit: { const: 'W' },
      multiplier: MULTIPLIER,
      value: { type: ['number', 'null'] },
    }),
    start: LOCAL_TIME,
    end: LOCAL_TIME,
  }),
  Bacs: shape('seed-partial', ['id', 'name', 'description'], { id: TEXT, name: TEXT, description: { type: 'string' } }),
  Potential: shape('seed-partial', ['power', 'mobilizationDelay', 'maxDuration', 'activationPerDay', 'timePeriod'], {
    flexProduct: PRODUCT,
    power: { $ref: '#/components/schemas/Quantity' },
    mobilizationDelay: DURATION,
    maxDuration: DURATION,
    activationPerDay: { type: 'integer', minimum: 1 },
    timePeriod: listOf(shape('seed-partial', ['start', 'end'], { start: LOCAL_TIME, end: LOCAL_TIME })),
    'x-invented': INVENTED,
  }),
  Asset: shape('seed-partial', ['assetId', 'bacsId', 'flexProduct', 'potential'], {
    assetId: TEXT,
    bacsId: TEXT,
    flexProduct: PRODUCT,
    potential: { $ref: '#/components/schemas/Potential' },
    'x-invented': INVENTED,
  }),
  FlexRequest: shape('seed', ['requestID', 'flexProduct', 'power'], {
    requestID: TEXT,
    flexProduct: PRODUCT,
    power: listOf({ $ref: '#/components/schemas/PowerPeriod' }, { minItems: 1 }),
  }),
  FlexConfirm: shape('seed', ['flexProduct', 'power'], {
    flexProduct: PRODUCT,
    power: listOf({ $ref: '#/components/schemas/PowerPeriod' }, { minItems: 1 }),
    ackPrice: { $ref: '#/components/schemas/Quantity' },
  }),
  FlexAnswer: shape('inferred', ['requestID', 'status', 'flexProduct', 'power'], {
    requestID: TEXT,
    status: {
      enum: ['REQUESTED', 'ACCEPTED', 'REJECTED', 'CONFIRMED', 'ACTIVE', 'COMPLETED', 'EXPIRED', 'CANCELLED', 'FAILED'],
    },
    flexProduct: PRODUCT,
    power: listOf({ $ref: '#/components/schemas/PowerPeriod' }, { minItems: 1 }),
    reason: TEXT,
    rule: TEXT,
    deviations: RULES,
  }),
  Consumption: shape('inferred', ['power'], { power: listOf({ $ref: '#/components/schemas/Measured' }) }),
  Login: shape('seed-partial', ['login_url'], { login_url: TEXT, token_url: TEXT }),
  Session: shape('seed-partial', ['id', 'emulator_module', 'url', 'created_at'], {
    id: TEXT,
    emulator_module: { enum: ['bacs', 'operator', 'supplier', 'cems'] },
    url: { type: ['string', 'null'] },
    created_at: OFFSET_TIME,
    journal: listOf({ type: 'object', required: ['at', 'call', 'by', 'where', 'status', 'verdict', 'findings'] }),
  }),
  SupplierSignal: shape('seed', ['step', 'horodate', 'power', 'cost', 'co2'], {
    step: listOf({ type: 'integer', minimum: 1 }),
    horodate: listOf(TEXT),
    power: listOf({ $ref: '#/components/schemas/Quantity' }),
    cost: listOf({ $ref: '#/components/schemas/Quantity' }),
    co2: listOf({ $ref: '#/components/schemas/Quantity' }),
  }),
  SignalTable: listOf(
    shape('seed-partial', ['step', 'start', 'end', 'power', 'cost', 'co2'], {
      step: { type: 'integer', minimum: 1 },
      start: LOCAL_TIME,
      end: LOCAL_TIME,
      power: { type: 'number' },
      cost: { type: 'number' },
      co2: { type: 'number' },
    }),
  ),
  Archive: listOf(
    shape('inferred', ['delivery_point', 'since', 'until', 'signal'], {
      delivery_point: { type: ['string', 'null'] },
      since: OFFSET_TIME,
      until: OFFSET_TIME,
      signal: { $ref: '#/components/schemas/SupplierSignal' },
    }),
  ),
  SignalFile: {
    oneOf: [{ $ref: '#/components/schemas/SupplierSignal' }, { type: 'object', required: ['signal_file'] }],
  },
  PriceQuestion: shape('seed', ['delivery_point', 'start_date', 'end_date'], {
    delivery_point: TEXT,
    start_date: TEXT,
    end_date: TEXT,
  }),
  Validation: shape('seed-partial', ['validation_status', 'errors', 'url', 'http_status'], {
    validation_status: { enum: ['valid', 'invalid'] },
    errors: listOf(TEXT),
    url: TEXT,
    http_status: { type: ['integer', 'null'] },
  }),
  Problem: shape('inferred', ['error', 'message'], { error: TEXT, message: TEXT, field: TEXT }),
} as const satisfies Record<string, Schema>;

export type SchemaName = keyof typeof SCHEMAS;

export function ref(name: SchemaName): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
