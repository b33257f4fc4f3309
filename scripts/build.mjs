// npm run build: dist/ from the sources, afresh.
import { ensureInstalled } from './setup.mjs';

ensureInstalled();
const { buildAll } = await import('./build/all.mjs');
await buildAll();
