// node-red-node-test-helper on the Node-RED of this run: every test of a node takes it from here.
import helper from 'node-red-node-test-helper';
import { NODE_RED_PATH } from './path';

helper.init(NODE_RED_PATH);

export { helper };
