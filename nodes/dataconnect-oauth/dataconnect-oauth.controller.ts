// dataconnect-oauth: one consent. Where it comes from, what it covers, how long it holds; given to its account while it does.
import { LinkyRedError } from '../../lib/errors';
import type { Collector } from '../../lib/enedis/collect/collector';
import type { Consents } from '../../lib/enedis/consent/consents';
import { authorizeUrl, type Callback } from '../../lib/enedis/consent/enedis-page';
import type { Grant } from '../../lib/enedis/consent/grant';
import { nextChange, standingOf } from '../../lib/enedis/consent/life';
import type { GrantSource } from '../../lib/enedis/consent/source';
import type { ConsentStates } from '../../lib/enedis/consent/states';
import type { DoorRow } from '../../lib/enedis/door';
import { maskedPrm } from '../../lib/enedis/prm';
import { atTime, type Clock, type Stop } from '../../lib/grid/clock';
import { isoParis } from '../../lib/grid/paris-time';
import type { SecretDocument } from '../../lib/store/secrets';
import type { CloseGuard } from '../runtime/close-guard';
import type { Send } from '../runtime/types';
import {
  consentMessage,
  consentPayload,
  type Consented,
  type ConsentPayload,
  type ConsentState,
} from './consent-message';
import { HeldConsent } from './held-consent';
import type { KeptConsent } from './kept-consent';

export interface Collaborators {
  readonly id: string;
  readonly account: { readonly name: string; readonly row: DoorRow; readonly consents: Consents };
  readonly collector: (prm: string) => Pick<Collector, 'reload' | 'forget'>;
  readonly source: GrantSource;
  readonly document: SecretDocument<KeptConsent>;
  /** Where the holder consents. `clientId`: as Enedis knows the application; absent at a gateway, whose page wants no state. */
  readonly page: { readonly url: string; readonly clientId?: string };
  readonly states: ConsentStates<DataconnectOauth>;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  /** Where messages go that no message caused. */
  readonly send: Send;
  readonly shown: (consented: Consented) => void;
  /** Whatever was thrown as a user reads it. */
  readonly worded: (thrown: unknown) => LinkyRedError;
  /** Tells Catch nodes of what no message caused. */
  readonly failed: (error: LinkyRedError) => void;
  /** Takes the pasted token out of Node-RED's credentials. */
  readonly dropToken: () => void;
}

export class DataconnectOauth {
  private readonly held: HeldConsent;
  /** While there is no consent: what is going on instead. */
  private stage: 'unlinked' | 'linking' | 'refused' = 'unlinked';
  private openPage: string | undefined;
  private problem: LinkyRedError | undefined;
  private stopTimer: Stop | undefined;
  /** One thing after the other: the start, an answer of Enedis, a command. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly around: Collaborators) {
    const { id, account, source, document, clock, guard, states } = around;
    const revoked = (): void => {
      this.announce(around.send);
    };
    const held = new HeldConsent({ id, consents: account.consents, source, document, clock, revoked });
    this.held = held;
    guard.onClose(() => {
      states.drop(this);
      this.stopTimer?.();
      held.close();
    });
  }

  /** Takes up what is kept, or what was pasted. Never rejects. */
  async begin(): Promise<void> {
    await this.inTurn(() => this.takeUp()).catch((error: unknown) => {
      this.tell(error);
    });
  }

  /** What holds now, as messages say it. */
  get payload(): ConsentPayload {
    return consentPayload(this.consented, this.around.clock.now());
  }

  /** The page to open in a browser is sent: that of the gateway, or that of Enedis with a state of its own. */
  link(send: Send = this.around.send): void {
    const { page, states } = this.around;
    const { url, clientId } = page;
    this.openPage = clientId === undefined ? url : authorizeUrl(url, clientId, states.issue(this));
    if (clientId !== undefined) this.stage = 'linking';
    this.problem = undefined;
    this.announce(send);
  }

  /** What the page of Enedis has answered to a state of this node. @throws LinkyRedError ERR_CONSENT_REFUSED; as check */
  answer(callback: Callback, send = this.around.send): Promise<void> {
    return this.inTurn(async () => {
      this.openPage = undefined;
      this.stage = 'unlinked';
      if (callback.kind === 'unreadable') throw new LinkyRedError('ERR_CONSENT_REFUSED', { detail: callback.kind });
      if (callback.kind === 'refused') throw new LinkyRedError('ERR_CONSENT_REFUSED', { detail: callback.detail });
      if (callback.kind === 'authorised') await this.authorised(callback.autorisationId, send);
      else await this.take({ prms: callback.prms }, send);
    });
  }

  /** The same for an answer that nobody waits for: Catch nodes hear of what goes wrong. */
  async answered(callback: Callback): Promise<void> {
    await this.answer(callback).catch((error: unknown) => {
      this.tell(error);
    });
  }

  /** Asks what the consent gives now; what was taken back or given up is tried again. @throws what the source throws */
  check(send = this.around.send): Promise<void> {
    return this.inTurn(async () => {
      const { autorisationId } = this.held.kept ?? {};
      if (autorisationId !== undefined) await this.authorised(autorisationId, send);
      else if (this.around.source.isReady) await this.take(await this.around.source.grant(), send);
      else this.announce(send);
    });
  }

  /** The history of all its meters: what the store lacks is asked for again. */
  reload(): Promise<void> {
    return this.inTurn(async () => {
      for (const prm of this.held.kept?.prms ?? []) await this.around.collector(prm).reload();
    });
  }

  /** Consent, points and progress of all its meters are deleted; the ledger of calls counts on. */
  forget(send: Send): Promise<void> {
    return this.inTurn(async () => {
      const { account, collector, states, dropToken } = this.around;
      const { prms = [] } = this.held.kept ?? {};
      states.drop(this);
      this.held.takeBack();
      for (const prm of prms) await collector(prm).forget();
      await this.held.keep({ prms: [], isForgotten: true });
      dropToken();
      this.stage = 'unlinked';
      this.openPage = this.problem = undefined;
      for (const prm of prms) send(consentMessage(account.name, { state: 'forgotten', prm }));
      this.announce(send);
    });
  }

  private get consented(): Consented {
    const { held, openPage: page, problem, state } = this;
    return { row: this.around.account.row, state, kept: held.kept, page, problem };
  }

  private get state(): ConsentState {
    const { around, held } = this;
    const { kept } = held;
    return kept === undefined || kept.prms.length === 0 ? this.stage : standingOf(kept, around.clock.now());
  }

  private async takeUp(): Promise<void> {
    const { source, send, guard } = this.around;
    const found = await this.held.read();
    if (guard.closed) return;
    const { prms = [], autorisationId, isForgotten } = this.held.kept ?? {};
    if (prms.length > 0 || isForgotten === true) this.announce(send);
    else if (found === 'locked' && source.isOnlyKept) throw new LinkyRedError('ERR_SECRET_CHANGED');
    else if (autorisationId !== undefined) await this.authorised(autorisationId, send);
    else if (source.isReady) await this.take(await this.firstGrant(), send);
    else this.announce(send);
  }

  /** A gateway that does not answer now need not keep a meter from its data: the next call tells. */
  private async firstGrant(): Promise<Grant> {
    const { source, worded } = this.around;
    try {
      return await source.grant();
    } catch (thrown) {
      const passes = ['passes-by-itself', 'nothing-wrong'].includes(worded(thrown).row.reader);
      if (!passes || source.typed.prms.length === 0) throw thrown;
      return source.typed;
    }
  }

  private async authorised(autorisationId: number, send: Send): Promise<void> {
    const { source } = this.around;
    // Before it is known what it covers: the holder gives it once.
    if (this.held.kept?.autorisationId !== autorisationId) await this.held.keep({ prms: [], autorisationId });
    await this.take({ ...(await source.services(autorisationId)), autorisationId }, send);
  }

  private async take(grant: Omit<KeptConsent, 'of'>, send: Send): Promise<void> {
    const { source, guard, document } = this.around;
    if (guard.closed) return;
    this.problem = undefined;
    await this.held.keep(grant);
    this.announce(send);
    if (source.isOnlyKept && !document.canLast) throw new LinkyRedError('ERR_SECRET_MISSING');
  }

  /** Sends and shows what holds, and comes back when that changes. */
  private announce(send: Send): void {
    const { account, clock, shown, guard } = this.around;
    if (guard.closed) return;
    shown(this.consented);
    send(consentMessage(account.name, this.payload));
    this.stopTimer?.();
    const { kept } = this.held;
    const at = kept && nextChange(kept, clock.now());
    if (kept === undefined || at === undefined) return;
    this.stopTimer = atTime(clock, at, () => {
      if (this.state === 'expired') this.end(kept);
      else this.announce(this.around.send);
    });
  }

  private end({ prms, until = 0 }: KeptConsent): void {
    this.held.takeBack();
    this.tell(
      this.note(
        new LinkyRedError('ERR_CONSENT_EXPIRED', { prm: prms.map(maskedPrm).join(', '), until: isoParis(until) }),
      ),
    );
  }

  private inTurn(run: () => void | Promise<void>): Promise<void> {
    const done = this.turn.then(run).catch((thrown: unknown) => {
      throw this.note(thrown);
    });
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Shows what went wrong, and sends it with what holds all the same. */
  private note(thrown: unknown): LinkyRedError {
    const error = this.around.worded(thrown);
    if (error.code === 'ERR_CLOSED') return error;
    this.problem = error;
    if (error.code === 'ERR_CONSENT_REFUSED') this.stage = 'refused';
    this.announce(this.around.send);
    return error;
  }

  private tell(thrown: unknown): void {
    const error = this.around.worded(thrown);
    if (error.code !== 'ERR_CLOSED' && !this.around.guard.closed) this.around.failed(error);
  }
}
