// flex-request: wiring.
import { flexReadyView } from '../../lib/flex/view/flex-ready';
import type { FlexRequest } from '../../lib/flex/request/request';
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import type { OpenFlexSite } from '../flex-site/open-site';
import { accountOf } from '../runtime/account/account';
import { closeGuard } from '../runtime/close-guard';
import { flexReadyFacts } from '../runtime/flex-ready';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { playScene, type Played } from '../runtime/signals/simulate-button';
import { reportError } from '../runtime/status/error-report';
import { duration } from '../runtime/status/figures';
import { misconfigured } from '../runtime/status/misconfigured';
import { NodeStatus } from '../runtime/status/status';
import { onDelete } from '../runtime/store/deletion';
import { openStore } from '../runtime/store/open-store';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import type { NodeAPI } from '../runtime/types';
import { whenStarted } from '../runtime/when-started';
import { memoryName, storedMemory } from './flex-memory';
import { SCENES, type FlexRequestFields } from './flex-request.choices';
import { readConfig } from './flex-request.config';
import { FlexRequestNode } from './flex-request.controller';
import { flexStatus } from './status-text';

const TYPE = 'flex-request';

export function flexRequest(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): Wire<FlexRequestFields> {
  return (node, raw) => {
    const status = new NodeStatus(node, () => clock.now());
    const guard = closeGuard(node);
    try {
      const config = readConfig(raw);
      const { opened: site } = accountOf<OpenFlexSite>(RED, 'flex-site', config.site, { node: TYPE, field: 'site' });
      const store = openStore(RED, guard);
      onDelete(RED, node, guard, () => store.forget(memoryName(node.id)));
      let requests: readonly FlexRequest[] = [];
      const show = (): void => {
        const { problem } = site.server;
        if (problem !== null) status.showError(problem);
        else {
          const { look, text } = flexStatus(requests, site, clock.now(), RED._);
          status.showText(look, text);
        }
      };
      status.show('waiting', 'starting');
      // What is told before the other nodes are there nobody hears.
      const controller = new Promise<FlexRequestNode>((resolve) => {
        whenStarted(RED, guard, () => {
          guard.onClose(site.onChange(show));
          resolve(
            new FlexRequestNode({
              config,
              site,
              memory: storedMemory(store, node.id),
              clock,
              guard,
              send: (messages) => {
                node.send(messages);
              },
              shown: (now) => {
                requests = now;
                show();
              },
              offBy: (seconds) => {
                const by = duration(RED._, Math.abs(seconds) * 1000);
                node.warn(RED._('flex-request.warning.clock', { by }));
              },
              flexReady: () => flexReadyView(flexReadyFacts(RED), clock.now()),
              failed: (error) => {
                status.showError(reportError(node, RED._, error));
              },
            }),
          );
        });
      });
      tellWhenInUse(RED, node, { store, guard, clock }, status);
      onInput(node, RED._, async (msg, send) => {
        await (await controller).receive(msg, send);
      });
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}

/** What the button in the editor asks for. */
export function playFlexRequest(RED: NodeAPI, body: unknown): Promise<Played | undefined> {
  return playScene(RED, TYPE, SCENES, body);
}
