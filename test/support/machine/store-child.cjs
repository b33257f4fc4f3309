// A process that writes into a store, of which a test is the parent: it does what it is told, and answers.
// argv: the package's store as it is built, the folder.
const { Store } = require(process.argv[2]);

const troubles = [];
const store = new Store(process.argv[3], (trouble) => troubles.push(trouble));
const any = { version: 1, check: (value) => value, migrations: { 0: (value) => value } };

const orders = {
  lasts: () => store.lasts(),
  write: ({ name, value }) => store.document(name, any).write(value),
  read: async ({ name }) => (await store.document(name, any).read()).value,
  append: ({ name, entries }) => store.journal(name, any).append(...entries),
  entries: ({ name }) => store.journal(name, any).readAll(),
  put: ({ name, key, value }) => store.table(name, any, 1000).write(key, () => value, 1),
  get: ({ name, key }) => store.table(name, any, 1000).read(key),
  troubles: () => troubles,
};

process.on('message', async ({ id, order, about }) => {
  process.send({ id, answer: await orders[order](about) });
});
process.send({ id: 0 });
