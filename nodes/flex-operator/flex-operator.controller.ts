// flex-operator: one call for each message, so many at a time; the answer goes out, a refusal is an error.
import type { FlexAccount } from '../../lib/flex/operator/flex-account';
import { answerPayload, type FlexAnswerPayload } from '../../lib/flex/operator/flex-answer';
import type { Lanes } from '../../lib/flex/operator/lanes';
import { LinkyRedError } from '../../lib/errors';
import { MESSAGES } from '../../lib/grid/message';
import type { CloseGuard } from '../runtime/close-guard';
import { readCommand } from '../runtime/command';
import type { NodeMessage, Send } from '../runtime/types';
import type { FlexOperatorConfig } from './flex-operator.config';
import { COMMANDS, questionOf } from './question';

export interface Collaborators {
  readonly config: FlexOperatorConfig;
  readonly account: Pick<FlexAccount, 'ask'>;
  readonly lanes: Lanes;
  readonly guard: CloseGuard;
  /** Told before and after each call, for the status. */
  readonly shown: (busy: number, problem: LinkyRedError | undefined) => void;
}

/** What a Catch node finds in the message, beside the error: what was answered. */
interface Refused {
  answer?: FlexAnswerPayload;
}

export class FlexOperator {
  constructor(private readonly around: Collaborators) {}

  /** @throws LinkyRedError ERR_COMMAND, ERR_INPUT; what a refusal means; what the account throws */
  async receive(msg: NodeMessage, send: Send): Promise<void> {
    const { config, account, lanes, guard } = this.around;
    const command = readCommand(msg.payload, COMMANDS, true);
    if (command === undefined) throw new LinkyRedError('ERR_INPUT', { detail: typeof msg.payload });
    const { asked, question, about } = questionOf(command.name, command.fields, config);
    const { retry } = config;
    const reply = await this.telling(() =>
      lanes.take(about, () => account.ask(command.name, question, { retry, signal: guard.signal })),
    );
    if (guard.closed) return;
    const payload = answerPayload(asked, reply);
    if (reply.problem !== undefined) {
      (msg as Refused).answer = payload;
      throw reply.problem;
    }
    send({
      ...msg,
      topic: `${MESSAGES.flexAnswer.topic}/${command.name}`,
      schema: MESSAGES.flexAnswer.schema,
      payload,
    });
  }

  private async telling<R extends { readonly problem?: LinkyRedError }>(call: () => Promise<R>): Promise<R> {
    const { lanes, guard, shown } = this.around;
    const tell = (problem: LinkyRedError | undefined): void => {
      if (!guard.closed) shown(lanes.busy, problem);
    };
    try {
      const called = call();
      tell(undefined);
      const reply = await called;
      tell(reply.problem);
      return reply;
    } catch (error) {
      tell(
        error instanceof LinkyRedError ? error : new LinkyRedError('ERR_INTERNAL', { detail: String(error) }, error),
      );
      throw error;
    }
  }
}
