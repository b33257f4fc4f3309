// tic-in: bytes of a meter, from a serial port, over TCP or from other nodes, as one message per frame or group.
import { adminGet } from '../runtime/admin-route';
import { closeGuard, type CloseGuard } from '../runtime/close-guard';
import { reportable } from '../runtime/status/error-report';
import { onInput } from '../runtime/input';
import { NodeStatus } from '../runtime/status/status';
import type { Node, NodeAPI, RawConfig } from '../runtime/types';
import { whenStarted } from '../runtime/when-started';
import { LineReport } from './line-report';
import { onPortStart, openableSource, rivalsOf } from './source';
import type { TicInFields } from './tic-in.choices';
import { readConfig } from './tic-in.config';
import { TicIn } from './tic-in.controller';
import { realWorld, type World } from './tic-in.world';

function ticIn(RED: NodeAPI, world: World = realWorld): void {
  adminGet(RED, '/tic-in/ports', 'tic-in.read', world.listPorts);

  RED.nodes.registerType('tic-in', function (this: Node, raw: RawConfig<TicInFields>) {
    RED.nodes.createNode(this, raw);
    const guard = closeGuard(this);
    const report = new LineReport(this, RED._, new NodeStatus(this, () => world.clock.now()));
    try {
      const controller = controllerOf(this, raw, RED, world, report, guard);
      onInput(this, RED._, (msg) => controller.receive(msg));
      whenStarted(RED, guard, () => {
        controller.start();
      });
    } catch (thrown) {
      const error = reportable(RED._, thrown);
      onInput(this, RED._, () => Promise.reject(error));
      whenStarted(RED, guard, () => {
        report.problem(error, { stream: this.name ?? this.id });
      });
    }
  });
}

/** @throws LinkyRedError ERR_CONFIG */
function controllerOf(
  node: Node,
  raw: RawConfig<TicInFields>,
  RED: NodeAPI,
  world: World,
  report: LineReport,
  guard: CloseGuard,
): TicIn {
  const config = readConfig(raw);
  const controller = new TicIn({
    node,
    config,
    source: () => openableSource(RED, config, world.loadSerialPort),
    longestPauseMs: longestPauseMs(RED),
    report,
    clock: world.clock,
    guard,
  });
  const forget = onPortStart(RED, config, () => {
    controller.restart();
  });
  guard.onClose(forget);
  const rivals = rivalsOf(RED, config);
  if (rivals.length > 0) node.warn(RED._('tic-in.warning.rivals', { nodes: rivals.join(', ') }));
  return controller;
}

/** As long as the nodes of node-red-node-serialport wait, which have the same setting. */
function longestPauseMs(RED: NodeAPI): number {
  const set: unknown = (RED.settings as { serialReconnectTime?: unknown }).serialReconnectTime;
  return typeof set === 'number' && set > 0 ? set : 15_000;
}

export = ticIn;
