// npm run build: dist/ from the sources, afresh.
import { ensureInstalled } from './setup.mjs';

ensureInstalled();
const { buildAll } = await import('./build/all.mjs');
try {
  await buildAll();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
