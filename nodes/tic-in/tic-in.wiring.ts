// tic-in: bytes of a meter, from a serial port, over TCP or from other nodes, as one message per frame or group.
import { closeGuard, type CloseGuard } from '../runtime/close-guard';
import { noteFacts } from '../runtime/diagnostics/notes';
import { reportable } from '../runtime/status/error-report';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { NodeStatus } from '../runtime/status/status';
import type { Node, NodeAPI, RawConfig } from '../runtime/types';
import { whenStarted } from '../runtime/when-started';
import { LineReport } from './line-report';
import type { PortChoice } from './ports';
import { goOn, recordingFor } from './recording/recording.wiring';
import { onPortStart, openableSource, rivalsOf } from './source';
import type { TicInFields } from './tic-in.choices';
import { readConfig } from './tic-in.config';
import { TicIn } from './tic-in.controller';
import { realWorld, type World } from './tic-in.world';

export function ticIn(RED: NodeAPI, world: World = realWorld): Wire<TicInFields> {
  return (node, raw) => {
    const guard = closeGuard(node);
    const report = new LineReport(node, RED._, new NodeStatus(node, () => world.clock.now()));
    try {
      const controller = controllerOf(node, raw, RED, world, report, guard);
      noteFacts(node, () => controller.facts());
      onInput(node, RED._, (msg) => controller.receive(msg));
      whenStarted(RED, guard, () => {
        goOn(RED, node, world.clock).catch((thrown: unknown) => {
          report.problem(thrown, controller.origin);
        });
        controller.start();
      });
    } catch (thrown) {
      const error = reportable(RED._, thrown);
      onInput(node, RED._, () => Promise.reject(error));
      whenStarted(RED, guard, () => {
        report.problem(error, { stream: node.name ?? node.id });
      });
    }
  };
}

/** The ports of this machine, for the form. */
export function portList(world: World = realWorld): Promise<PortChoice[]> {
  return world.listPorts();
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
  const recording = recordingFor(RED, node, { clock: world.clock, guard, report }, () => controller);
  const controller: TicIn = new TicIn({
    node,
    config,
    source: () => openableSource(RED, config, world.loadSerialPort),
    longestPauseMs: longestPauseMs(RED),
    report,
    recording,
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
