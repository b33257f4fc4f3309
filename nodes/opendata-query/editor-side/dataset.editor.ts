// Which dataset: one of the families that have a name, or what a search of the portal's catalogue finds; and what it is like.
import type { Dataset, FoundDataset } from '../../../lib/opendata/dataset/dataset';
import { FAMILIES, familyOf } from '../../../lib/opendata/dataset/families';
import type { Family } from '../../../lib/opendata/dataset/family';
import { askNode, input, isVariable, part, problemOf, sayingOf, textOf } from './access.editor';
import type { Say } from './tongue';

/** The choice that leads to the search. */
const SEARCH = '?';
const PAUSE_MS = 600;
const SHORTEST_SEARCH = 3;

export class DatasetPicker {
  /** What the portal says of it; undefined while it has said nothing. */
  dataset: Dataset | undefined;
  private readonly say: Say;
  /** Answers to older questions are dropped. */
  private asked = 0;
  private pause: number | undefined;

  /** @param onChange another one is chosen, or more is known of it */
  constructor(
    private readonly node: object,
    private readonly onChange: () => void,
  ) {
    this.say = sayingOf(node);
    this.offer();
    input('portal').on('change', () => {
      const family = familyOf(this.name);
      if (family !== undefined && !this.offered().includes(family)) input('dataset').val('');
      this.offer();
      this.load();
    });
    part('family').on('change', () => {
      const choice = textOf(part('family'));
      input('dataset').val(choice === SEARCH ? '' : choice);
      $('.opendata-query-named').toggle(choice === SEARCH);
      this.show([]);
      if (choice === SEARCH) input('dataset').trigger('focus');
      this.load();
    });
    input('dataset').on('input', () => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => {
        this.search();
      }, PAUSE_MS) as unknown as number;
    });
    // Words are searched; an identifier is one.
    input('dataset').on('change', () => {
      if (!/\s/.test(this.name)) this.load();
    });
    part('search').on('click', () => {
      this.search();
    });
  }

  /** As the field has it: the name of a family, an identifier. */
  get name(): string {
    return textOf(input('dataset')).trim();
  }

  /** For a sentence. */
  get title(): string {
    if (this.dataset !== undefined) return this.dataset.title;
    return familyOf(this.name) === undefined ? this.name : this.word(`family.${this.name}`);
  }

  /** Asks the portal what the chosen dataset is like. */
  load(): void {
    this.dataset = undefined;
    const { name } = this;
    const asked = ++this.asked;
    clearTimeout(this.pause);
    this.tell(this.aboutFamily(familyOf(name)));
    this.onChange();
    if (name === '') return;
    if (isVariable(name) || isVariable(textOf(input('url')))) {
      this.tell(this.word('say.variable'));
      return;
    }
    this.tell(this.aboutFamily(familyOf(name)), this.word('say.asking'));
    void askNode(this.node, 'dataset').then((told) => {
      if (asked !== this.asked) return;
      this.dataset = told?.value;
      const said = told?.value === undefined ? problemOf(this.say, told) : this.about(told.value);
      this.tell(this.aboutFamily(familyOf(name)), said, told?.keyKept === true ? this.word('say.key-kept') : '');
      // What was found stays until one is chosen: whoever clicks on it leaves the field, which asks for what was typed.
      if (told?.candidates !== undefined || told?.value !== undefined) this.show(told.candidates ?? []);
      // No identifier: a word to look for, then.
      else if (told?.error?.code === 'ERR_DATASET') void this.find(name, asked);
      this.onChange();
    });
  }

  private search(): void {
    const text = this.name;
    if (text.length < SHORTEST_SEARCH || isVariable(text)) return;
    this.tell(this.word('say.asking'));
    void this.find(text, ++this.asked).then((said) => {
      if (said !== undefined) this.tell(said);
    });
  }

  /** @returns what to say of it; undefined where something else was asked since */
  private async find(text: string, asked: number): Promise<string | undefined> {
    const told = await askNode(this.node, 'search', { text, dataset: '' });
    if (asked !== this.asked) return undefined;
    const found = told?.value;
    this.show(found ?? []);
    if (found === undefined) return problemOf(this.say, told);
    return this.word(found.length === 0 ? 'say.none-found' : 'say.found');
  }

  private show(found: readonly FoundDataset[]): void {
    const lines = found.map(({ id, title, count }) => {
      const pick = $('<button type="button" class="linky-red-pick">').attr('data-id', id);
      const rows = this.word('say.rows', { count: count.toLocaleString(this.word('words.locale')) });
      pick.append($('<span>').text(title), $('<span class="linky-red-hint">').text(`${id} · ${rows}`));
      pick.on('click', () => {
        clearTimeout(this.pause);
        input('dataset').val(id);
        this.offer();
        this.load();
      });
      return pick;
    });
    part('found').empty();
    if (lines.length > 0) part('found').append($('<div class="linky-red-scroll">').append(lines));
  }

  /** The families of the portal, and the search. */
  private offer(): void {
    const { name } = this;
    const families = this.offered();
    const isNamed = familyOf(name) !== undefined && families.some(({ id }) => id === name);
    const choice = (value: string, text: string): JQuery => $('<option>').val(value).text(text);
    part('family')
      .empty()
      .append(
        choice(SEARCH, this.word('dataset.search')),
        ...families.map(({ id }) => choice(id, this.word(`family.${id}`))),
      )
      .val(isNamed ? name : SEARCH);
    $('.opendata-query-named').toggle(!isNamed);
  }

  private offered(): readonly Family[] {
    const portal = textOf(input('portal'));
    return FAMILIES.filter((family) => family.portal === portal);
  }

  private aboutFamily(family: Family | undefined): string {
    if (family === undefined) return '';
    const facts = [`mesh.${family.mesh}`, `step.${family.step}`, `rhythm.${family.rhythm}`].map((key) =>
      this.word(key),
    );
    const next = family.goesOn === undefined ? '' : this.word(`family.${family.goesOn.family}`);
    const notes = family.notes.map((note) => this.word(`note.${note}`, { year: family.goesOn?.lastYear ?? '', next }));
    const found = family.found.by === 'seen' ? [] : [this.word(`note.${family.found.by}`)];
    return [`${capital(facts.join(', '))}.`, ...notes, ...found].join(' ');
  }

  private about({ id, title, count, updatedAt, licence }: Dataset): string {
    const parts = [
      `${title} (${id})`,
      this.word('say.rows', { count: count.toLocaleString(this.word('words.locale')) }),
      updatedAt === null ? '' : this.word('say.updated', { date: updatedAt.slice(0, 10) }),
      licence === null ? '' : this.word('say.licence', { licence: licence.title }),
    ];
    return parts.filter((one) => one !== '').join(' · ');
  }

  private tell(...lines: readonly string[]): void {
    part('about')
      .empty()
      .append(lines.filter((line) => line !== '').map((line) => $('<div>').text(line)));
  }

  private word(key: string, facts: Readonly<Record<string, string | number>> = {}): string {
    return this.say(`opendata-query.${key}`, facts);
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
