# Sourced by the findings: a folder of their own that goes at the end, pinned packages in it, and a Node-RED that runs one flow.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm_packages() {
  npm init --yes >/dev/null
  npm install --no-audit --no-fund --prefer-offline --loglevel=error --ignore-scripts "$@"
}

pip_packages() {
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target "$folder/python" "$@"
  export PYTHONPATH="$folder/python"
}

# The script writes src/main.rs and runs it with `cargo run --quiet`.
cargo_packages() {
  cargo init --quiet --vcs none --name check .
  cargo add --quiet "$@"
}

# Writes node-red.cjs: run(flow, async (send) => …) starts Node-RED with the flow and resolves to { seen, logs };
# sink(id) is a node that writes down what reaches it.
node_red() {
  cat >node-red.cjs <<'JS'
const fs = require('node:fs'), http = require('node:http'), path = require('node:path');
const RED = require('node-red');
const version = require('node-red/package.json').version;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const sink = (id) => ({ id, z: 'tab', type: 'function', func: `global.get('seen').push([${JSON.stringify(id)}, msg])`, outputs: 0, wires: [] });
async function run(nodes, feed, settings = {}) {
  const seen = [], logs = [], userDir = fs.mkdtempSync(path.join(process.cwd(), 'user-'));
  const place = (node) => (node.z ? { x: 10, y: 10, wires: [], ...node } : node);
  fs.writeFileSync(path.join(userDir, 'flows.json'), JSON.stringify([{ id: 'tab', type: 'tab' }, ...nodes.map(place)]));
  const handler = () => (line) => line.id && logs.push(String(line.msg));
  RED.init(http.createServer(), {
    userDir, flowFile: 'flows.json', credentialSecret: 'x', httpAdminRoot: false, httpNodeRoot: false,
    functionGlobalContext: { seen }, logging: { console: { level: 'off' }, probe: { level: 'warn', handler } }, ...settings,
  });
  const started = new Promise((resolve) => RED.events.once('flows:started', resolve));
  await RED.start();
  await started;
  await feed((id, msg) => RED.nodes.getNode(id).receive(msg), pause);
  await pause(500);
  await RED.stop();
  return { seen, logs };
}
module.exports = { run, sink, pause, version };
JS
}
