// flex-operator: wiring.
import { Lanes } from '../../lib/flex/operator/lanes';
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import type { OpenFlex } from '../flex-account/open-flex';
import { accountOf } from '../runtime/account/account';
import { closeGuard } from '../runtime/close-guard';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { misconfigured } from '../runtime/status/misconfigured';
import { NodeStatus } from '../runtime/status/status';
import type { NodeAPI } from '../runtime/types';
import type { FlexOperatorFields } from './flex-operator.choices';
import { readConfig } from './flex-operator.config';
import { FlexOperator } from './flex-operator.controller';
import { showIdle } from './status-text';

const ACCOUNT = { node: 'flex-operator', field: 'account' };

export function flexOperator(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): Wire<FlexOperatorFields> {
  return (node, raw) => {
    const status = new NodeStatus(node, () => clock.now());
    const guard = closeGuard(node);
    try {
      const config = readConfig(raw);
      const { account } = accountOf<OpenFlex>(RED, 'flex-account', config.account, ACCOUNT).opened;
      const { tokenUntil } = account.options;
      const controller = new FlexOperator({
        config,
        account,
        lanes: new Lanes(config.atOnce),
        guard,
        shown: (busy, problem) => {
          if (busy > 0) status.show('working', 'calling');
          else if (problem !== undefined) status.showError(problem);
          else showIdle(status, tokenUntil, clock.now(), RED._);
        },
      });
      showIdle(status, tokenUntil, clock.now(), RED._);
      onInput(node, RED._, (msg, send) => controller.receive(msg, send));
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}
