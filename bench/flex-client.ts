// Who calls, in a process of its own. argv: port, path, calls, how many at a time, what request ids begin with. Says how long each took.
import http from 'node:http';

const [, , port = '', path = '', calls = '', atOnce = '', prefix = ''] = process.argv;
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(atOnce) });
const start = Date.UTC(2027, 0, 4, 9);
const iso = (ms: number): string => new Date(ms).toISOString();

let sent = 0;
const took: number[] = [];

void Promise.all(Array.from({ length: Number(atOnce) }, caller)).then(() => {
  process.stdout.write(JSON.stringify(took), () => process.exit());
});

async function caller(): Promise<void> {
  while (sent < Number(calls)) {
    const body = JSON.stringify({
      requestID: `${prefix}-${String(sent++).padStart(6, '0')}`,
      flexProduct: 'WID',
      power: [
        { power: { unit: 'W', multiplier: 'k', value: 80 }, start: iso(start), end: iso(start + 3_600_000) },
        {
          power: { unit: 'W', multiplier: 'k', value: 60 },
          start: iso(start + 3_600_000),
          end: iso(start + 7_200_000),
        },
      ],
    });
    const begin = performance.now();
    await call(body);
    took.push(performance.now() - begin);
  }
}

function call(body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: 'Bearer a-key-of-the-bench',
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    };
    const request = http.request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${path}: ${String(response.statusCode)}`));
      });
    });
    request.once('error', reject);
    request.end(body);
  });
}
