// The portal of opendata.ts, in a process of its own: a dataset of argv[2] rows. Says its address and the dataset's name.
import { largeConsumption } from '../sandbox/opendata/data/consumption';
import { startOpenData } from '../sandbox/opendata/server';

void serve();

async function serve(): Promise<void> {
  const table = largeConsumption(Number(process.argv[2]));
  const { enedis } = await startOpenData({ tables: { enedis: [table] } });
  process.stdout.write(`${enedis} ${table.slug} ${String(table.count)}\n`);
}
