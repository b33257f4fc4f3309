// supplier-price: registration.
import type { Clock } from '../../lib/grid/clock';
import { adminPost } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './supplier-price.wiring';

const wiring = () => require('./supplier-price.wiring') as typeof Wiring;

function supplierPrice(RED: NodeAPI, clock?: Clock): void {
  adminPost(RED, '/supplier-price/simulate', 'supplier-price.write', (body) => wiring().playSupplierPrice(RED, body));

  RED.nodes.registerType(
    'supplier-price',
    lazyNode(RED, () => wiring().supplierPrice(RED, clock)),
  );
}

export = supplierPrice;
