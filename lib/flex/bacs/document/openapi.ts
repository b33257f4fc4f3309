// The OpenAPI document that a building serves of itself, made of the table of operations and the schemas of the wire.
import { COMMON_REFUSALS, ROUTES, type Route } from '../routes';
import { ProblemAnswer, RequestAnswer } from '../wire/words';
import { jsonSchema, type JsonSchema } from './json-schema';

export interface DocumentOptions {
  readonly version: string;
  /** What a breach of the potentials is answered with. */
  readonly breachStatus: 422 | 200;
}

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'It makes no sense; names the field',
  401: 'No credential, or one that is not known',
  404: 'There is no such thing for this credential',
  409: 'Another body under a known id, or a state that does not allow it',
  413: 'The body is too long',
  415: 'The body is packed',
  422: 'It breaks a potential: kept as rejected',
  429: 'Too many calls; Retry-After says when to come again',
  500: 'Unexpected failure',
  503: 'Nobody takes requests at the moment; Retry-After says when to come again',
};

const PARAMETERS: Readonly<Record<string, { readonly description: string; readonly example: string }>> = {
  bacs_id: { description: 'Id of the BACS', example: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' },
  asset_id: { description: 'Unique within its BACS only', example: 'WholeBuilding' },
  request_id: { description: 'Chosen by the operator', example: 'req-001' },
};

export function bacsDocument({ version, breachStatus }: DocumentOptions): JsonSchema {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, route] of Object.entries(ROUTES) as [string, Route][])
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(operationId, route, breachStatus);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Flex Ready: BACS API of a building',
      version,
      description:
        'What the Flex Ready reference says (x-origin: seed), what is concluded from it (inferred), and what is added to it. No official document.',
    },
    // Relative to where the document lies.
    servers: [{ url: '.' }],
    security: [{ bearer: [] }],
    paths,
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } }, schemas: schemas() },
  };
}

function operationOf(operationId: string, route: Route, breachStatus: number): JsonSchema {
  const refusals = [...route.refusals, ...COMMON_REFUSALS].filter((status) => status !== 422 || breachStatus === 422);
  return {
    operationId,
    summary: route.summary,
    'x-origin': route.origin,
    parameters: parametersOf(route),
    ...(route.body && { requestBody: { required: true, content: contentOf(route.body.name) } }),
    responses: Object.fromEntries([
      ['200', { description: 'As it stands', content: contentOf(route.answer?.name) }],
      ...[...refusals].sort((a, b) => a - b).map((status) => [String(status), refusalOf(status)] as const),
    ]),
  };
}

function refusalOf(status: number): JsonSchema {
  const wait = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } };
  return {
    description: REFUSALS[status] ?? '',
    ...((status === 429 || status === 503) && { headers: wait }),
    content: contentOf(status === 422 ? 'FlexRequestAnswer' : 'Problem'),
  };
}

function parametersOf({ path, query = [] }: Route): JsonSchema[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return [
    ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' }, ...PARAMETERS[name] })),
    ...query.map((name) => ({
      name,
      in: 'query',
      required: false,
      schema: { type: 'string' },
      description: 'ISO 8601',
    })),
  ];
}

/** @param name undefined: anything in JSON */
function contentOf(name: string | undefined): JsonSchema {
  const schema = name === undefined ? { type: 'object' } : { $ref: `#/components/schemas/${name}` };
  return { 'application/json': { schema } };
}

function schemas(): Record<string, JsonSchema> {
  const named = (Object.values(ROUTES) as Route[]).flatMap(({ body, answer }) => [body, answer]);
  return {
    ...Object.fromEntries(named.flatMap((one) => (one === undefined ? [] : [[one.name, jsonSchema(one.schema)]]))),
    FlexRequestAnswer: jsonSchema(RequestAnswer),
    Problem: jsonSchema(ProblemAnswer),
  };
}
