// Exports of many rows: what goes wrong on the way, who is slow, who leaves.
import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Dataset } from '../../../../lib/opendata/dataset/dataset';
import { OpenPortal } from '../../../../lib/opendata/portal/open-portal';
import type { PortalTools } from '../../../../lib/opendata/portal/tools';
import type { OpenDataFault } from '../../../../sandbox/opendata/faults';
import { largeConsumption } from '../../../../sandbox/opendata/data/consumption';
import { portalBench, type PortalBench } from '../../../support/opendata/portal-bench';

const ROWS = 200_000;
const PORTALS = [
  ['odre', 'ods'],
  ['enedis', 'datafair'],
] as const;

describe('lib/opendata/portal, long answers', () => {
  let bench: PortalBench;
  before(async () => {
    const tables = [largeConsumption(ROWS, 'large'), largeConsumption(20_000, 'long')];
    bench = await portalBench({ tables: { enedis: tables, odre: tables } });
  });
  after(() => bench.stop());

  const open = async (
    name: 'enedis' | 'odre',
    id: string,
    tools: Partial<PortalTools> = {},
  ): Promise<{ portal: OpenPortal; dataset: Dataset }> => {
    const portal = bench.open(name, { kind: name === 'odre' ? 'ods' : 'datafair' }, tools);
    return { portal, dataset: await portal.dataset(id) };
  };

  for (const [name] of PORTALS) {
    for (const [fault, code] of [
      ['cut', 'ERR_PORTAL_CUT'],
      ['short', 'ERR_ROWS_MISSING'],
      ['stall-midway', 'ERR_TIMEOUT'],
    ] as const satisfies readonly (readonly [OpenDataFault, string])[]) {
      it(`of ${name} that come ${fault} are ${code}, after the rows that came`, async () => {
        const { portal, dataset } = await open(name, 'long', { timeoutMs: 1500 });
        bench.sandbox.fail(name, 'export', fault, 1);
        const { pieces } = await portal.rows(dataset, {});
        let got = 0;
        const reading = (async (): Promise<void> => {
          for await (const piece of pieces) got += piece.length;
        })();
        await assert.rejects(reading, (error: { code?: string; facts?: Record<string, unknown> }) => {
          assert.equal(error.code, code);
          if (code !== 'ERR_TIMEOUT') assert.equal(error.facts?.['got'], got);
          if (code === 'ERR_ROWS_MISSING') assert.equal(error.facts?.['missing'], 20_000 - got);
          return true;
        });
        assert.ok(got > 0 && got < 20_000);
      });
    }

    it(`of ${name} end at once when the job ends, with nothing after it`, async () => {
      const { portal, dataset } = await open(name, 'large');
      const job = new AbortController();
      const { pieces } = await portal.until(job.signal).rows(dataset, {});
      let after = 0;
      const reading = (async (): Promise<void> => {
        for await (const piece of pieces) {
          assert.ok(piece.length > 0);
          if (job.signal.aborted) after += 1;
          job.abort();
        }
      })();
      await assert.rejects(reading, { code: 'ERR_CLOSED' });
      assert.equal(after, 0);
      // The other jobs of the portal go on.
      assert.equal(await portal.count(dataset, {}), ROWS);
    });
  }

  describe('on a line whose bytes are counted', () => {
    const line = Buffer.from(`${JSON.stringify({ n: 1, text: 'Île-de-France', value: 12.5, empty: null })}\n`);
    const piece = Buffer.concat(Array.from({ length: 500 }, () => line));
    let server: http.Server;
    let sent: number;
    let left: Promise<void>;
    let total: number;
    beforeEach((done) => {
      sent = 0;
      server = http.createServer((request, response) => {
        if (request.url?.includes('/records') === true) {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ total_count: total, results: [] }));
          return;
        }
        response.writeHead(200, { 'content-type': 'application/jsonl; charset=utf-8' });
        left = new Promise((resolve) => response.once('close', resolve));
        const more = (): void => {
          if (response.destroyed) return;
          if (sent === total) response.end();
          else {
            sent += 500;
            if (response.write(piece)) setImmediate(more);
            else response.once('drain', more);
          }
        };
        more();
      });
      server.listen(0, '127.0.0.1', done);
    });
    afterEach((done) => {
      server.closeAllConnections();
      server.close(done);
    });
    const url = (): string => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const dataset: Dataset = {
      id: 'd',
      title: 'd',
      description: '',
      fields: [{ key: 'n', type: 'integer', title: 'n', description: '', filterable: true }],
      count: 0,
      version: null,
      updatedAt: null,
      licence: null,
      page: null,
    };
    const rows = async (): Promise<AsyncIterable<readonly object[]>> =>
      (await new OpenPortal({ baseUrl: url(), kind: 'ods' }, bench.tools).rows(dataset, {})).pieces;

    it('hold it back where nobody takes them', async () => {
      total = 2_000_000;
      for await (const rowsOf of await rows()) {
        assert.ok(rowsOf.length > 0);
        // Whoever waits takes nothing: what fits into the buffers on the way is all that is sent.
        let before = -1;
        while (before !== sent) {
          before = sent;
          await new Promise((resolve) => setTimeout(resolve, 300));
        }
        assert.ok(sent < total / 2, `${String(sent)} rows were taken from the server`);
        break;
      }
      await left;
    });

    it('cost less than three times what a bare reader of lines does', async () => {
      total = 400_000;
      const bare = await timed(async () => {
        const response = await new Promise<http.IncomingMessage>((resolve) => http.get(`${url()}/exports`, resolve));
        let count = 0;
        for await (const one of createInterface({ input: response })) {
          JSON.parse(one);
          count += 1;
        }
        return count;
      });
      sent = 0;
      const ours = await timed(async () => {
        let count = 0;
        for await (const rowsOf of await rows()) count += rowsOf.length;
        return count;
      });
      assert.deepEqual([bare.count, ours.count], [total, total]);
      assert.ok(ours.ms < 3 * bare.ms, `${String(ours.ms)} ms for what takes ${String(bare.ms)} ms`);
    });
  });
});

/** In time of the processor: what else runs on the machine is not measured. */
async function timed(task: () => Promise<number>): Promise<{ readonly count: number; readonly ms: number }> {
  const from = process.cpuUsage();
  const count = await task();
  const { user, system } = process.cpuUsage(from);
  return { count, ms: (user + system) / 1000 };
}
