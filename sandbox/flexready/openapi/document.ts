// The emulator's own OpenAPI document (3.1), put together of the rows beside it. It is no document of the reference, which has none.
import { OPERATIONS, type Operation } from './operations';
import { ref, SCHEMAS, type SchemaName } from './schemas';

/** @param server its own address */
export function flexReadyDocument(server: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const row of OPERATIONS) (paths[row.path] ??= {})[row.method.toLowerCase()] = operation(row);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Flex Ready emulator, stand-in of linky-red',
      version: '1.0.0',
      description:
        'Not an official document. x-status says of each part what the reference has of it: seed, seed-partial, inferred.',
    },
    servers: [{ url: server }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: SCHEMAS,
    },
  };
}

function operation({ call, path, summary, status, body, query = [], answers, open }: Operation): object {
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => parameter('path', name ?? '', true));
  const parameters = [...inPath, ...query.map(({ name, required }) => parameter('query', name, required))];
  return {
    operationId: path.includes('/supplier/') ? `${call}-singular` : call,
    summary,
    'x-status': status,
    ...(open === true && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: { required: true, content: contentOf(call, body) } }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([code, answer]) => [code, { description: summary, content: answerContent(answer) }]),
    ),
  };
}

function parameter(where: 'path' | 'query', name: string, required: boolean): object {
  return { name, in: where, required, schema: { type: 'string' } };
}

function contentOf(call: Operation['call'], body: SchemaName): object {
  const json = { 'application/json': { schema: ref(body) } };
  if (call !== 'put-signal') return json;
  const file = { type: 'object', required: ['signal_file'], properties: { signal_file: { type: 'string' } } };
  return { ...json, 'multipart/form-data': { schema: file } };
}

function answerContent(answer: Operation['answers'][number]): object {
  if (answer === 'pdf') return { 'application/pdf': { schema: { type: 'string', format: 'binary' } } };
  if (answer === 'any') return { 'application/json': { schema: true } };
  const schema = typeof answer === 'string' ? ref(answer) : { type: 'array', items: ref(answer.listOf) };
  return { 'application/json': { schema } };
}
