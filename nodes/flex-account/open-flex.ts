// One account of Flex Ready, and what its nodes have in common of it.
import type { FlexAccount } from '../../lib/flex/operator/flex-account';
import type { OpenAccount } from '../runtime/account/account';

export class OpenFlex implements OpenAccount {
  constructor(readonly account: FlexAccount) {}

  idle(): Promise<void> {
    return Promise.resolve();
  }
}
