// Property tests go the same ways in every run, so that two runs of the same code say the same. FC_SEED=<number> goes others.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20261125) });
