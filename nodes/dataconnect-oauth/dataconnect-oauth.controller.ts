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
  private kept: KeptConsent | undefined;
  /** While there is no consent: what is going on instead. */
  private stage: 'unlinked' | 'linking' | 'refused' = 'unlinked';
  private openPage: string | undefined;
  private problem: LinkyRedError | undefined;
  private stopConsent: Stop | undefined;
  private stopTimer: Stop | undefined;
  /** One thing after the other: the start, an answer of Enedis, a command. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly around: Collaborators) {
    const { guard, states, account } = around;
    guard.onClose(() => {
      states.drop(this);
      this.stopTimer?.();
      this.stopConsent?.();
    });
    guard.onClose(
      account.consents.listen(() => {
        this.noteRevoked();
      }),
    );
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
      const { autorisationId } = this.kept ?? {};
      if (autorisationId !== undefined) await this.authorised(autorisationId, send);
      else if (this.around.source.isReady) await this.take(await this.around.source.grant(), send);
      else this.announce(send);
    });
  }

  /** The history of all its meters: what the store lacks is asked for again. */
  reload(): Promise<void> {
    return this.inTurn(async () => {
      for (const prm of this.kept?.prms ?? []) await this.around.collector(prm).reload();
    });
  }

  /** Consent, points and progress of all its meters are deleted; the ledger of calls counts on. */
  forget(send: Send): Promise<void> {
    return this.inTurn(async () => {
      const { account, collector, source, document, states, dropToken } = this.around;
      const { prms = [] } = this.kept ?? {};
      states.drop(this);
      this.stopConsent?.();
      for (const prm of prms) await collector(prm).forget();
      this.kept = { of: source.fingerprint, prms: [], isForgotten: true };
      await document.write(this.kept);
      dropToken();
      this.stage = 'unlinked';
      this.openPage = this.problem = undefined;
      for (const prm of prms) send(consentMessage(account.name, { state: 'forgotten', prm }));
      this.announce(send);
    });
  }

  private get consented(): Consented {
    const { kept, openPage: page, problem, state } = this;
    return { row: this.around.account.row, state, kept, page, problem };
  }

  private get state(): ConsentState {
    const { kept, around } = this;
    return kept === undefined || kept.prms.length === 0 ? this.stage : standingOf(kept, around.clock.now());
  }

  private async takeUp(): Promise<void> {
    const { document, source, send, guard } = this.around;
    const { value, state } = await document.read();
    if (guard.closed) return;
    if (value?.of === source.fingerprint) this.kept = value;
    const { prms = [], autorisationId, isForgotten } = this.kept ?? {};
    if (prms.length > 0) this.hold();
    if (prms.length > 0 || isForgotten === true) this.announce(send);
    else if (state === 'locked' && source.isOnlyKept) throw new LinkyRedError('ERR_SECRET_CHANGED');
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
    if (this.kept?.autorisationId !== autorisationId)
      await this.keep({ of: source.fingerprint, prms: [], autorisationId });
    await this.take({ ...(await source.services(autorisationId)), autorisationId }, send);
  }

  private async take(grant: Omit<KeptConsent, 'of'>, send: Send): Promise<void> {
    const { source, guard, document } = this.around;
    if (guard.closed) return;
    this.problem = undefined;
    const isKept = this.keep({ of: source.fingerprint, ...grant });
    this.hold();
    await isKept;
    this.announce(send);
    if (source.isOnlyKept && !document.canLast) throw new LinkyRedError('ERR_SECRET_MISSING');
  }

  private async keep(kept: KeptConsent): Promise<void> {
    this.kept = kept;
    await this.around.document.write(kept);
  }

  /** The account has it for as long as it holds. */
  private hold(): void {
    const { id, account, source } = this.around;
    this.stopConsent?.();
    if (this.kept === undefined || source.credentials === undefined || this.state === 'expired') return;
    const { prms, until, revoked } = this.kept;
    this.stopConsent = account.consents.set({
      id,
      prms,
      credentials: source.credentials,
      ...(until !== undefined && { until }),
      ...(revoked !== undefined && { revoked }),
    });
  }

  /** An answer has told the account that the consent for a meter is gone. */
  private noteRevoked(): void {
    const { id, account, send } = this.around;
    const revoked = account.consents.all().find((consent) => consent.id === id)?.revoked ?? [];
    if (this.kept === undefined || revoked.length <= (this.kept.revoked?.length ?? 0)) return;
    void this.keep({ ...this.kept, revoked });
    this.announce(send);
  }

  /** Sends and shows what holds, and comes back when that changes. */
  private announce(send: Send): void {
    const { account, clock, shown, guard } = this.around;
    if (guard.closed) return;
    shown(this.consented);
    send(consentMessage(account.name, this.payload));
    this.stopTimer?.();
    const at = this.kept && nextChange(this.kept, clock.now());
    if (at === undefined) return;
    this.stopTimer = atTime(clock, at, () => {
      if (this.state === 'expired') this.end(this.kept);
      else this.announce(this.around.send);
    });
  }

  private end({ prms = [], until = 0 }: Partial<KeptConsent> = {}): void {
    this.stopConsent?.();
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
