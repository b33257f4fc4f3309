// What a server answers against its own OpenAPI document (3.1): each answer is found there by path, method and status.
import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020';

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, object>> }>>>
  >;
}

export interface Answered {
  readonly method: string;
  /** Without host and query. */
  readonly path: string;
  readonly status: number;
  /** Undefined: no JSON came. */
  readonly json: unknown;
}

export class Contract {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  private readonly rows: { readonly template: string; readonly pattern: RegExp }[];

  constructor(private readonly document: Document) {
    this.ajv.addSchema(document, 'document');
    this.rows = Object.keys(document.paths)
      .map((template) => ({ template, pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`) }))
      // What is spelled out goes before what stands for anything.
      .sort((a, b) => a.template.split('{').length - b.template.split('{').length);
  }

  /** Fails where the document does not have such an answer. */
  check({ method, path, status, json }: Answered): void {
    const row = this.rows.find(
      ({ template, pattern }) => pattern.test(path) && this.methods(template).includes(method),
    );
    const what = `${method} ${path} ${String(status)}`;
    assert.ok(row, `${what}: no such path in the document`);
    const { responses } = this.document.paths[row.template]?.[method.toLowerCase()] ?? { responses: {} };
    assert.ok(String(status) in responses, `${what}: no such status in the document`);
    if (json === undefined) return;
    const place = [
      'paths',
      row.template,
      method.toLowerCase(),
      'responses',
      String(status),
      'content',
      'application/json',
      'schema',
    ];
    const validate = this.ajv.getSchema(`document#/${place.map(pointer).join('/')}`);
    assert.ok(validate, `${what}: no JSON in the document`);
    assert.ok(validate(json), `${what}: ${this.ajv.errorsText(validate.errors)}\n${JSON.stringify(json)}`);
  }

  private methods(template: string): string[] {
    return Object.keys(this.document.paths[template] ?? {}).map((method) => method.toUpperCase());
  }
}

function pointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
