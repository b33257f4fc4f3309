// The report of a session as a PDF: who asked what, the journal, a summary. The library that writes it is loaded at its first use.
import type { Language } from '../language';
import { localText } from '../wire';
import type { FlexSession, JournalEntry } from './sessions';

/** pdfkit's own class, or whoever stands in for it. */
export type LoadPdf = () => Promise<new (options?: PDFKit.PDFDocumentOptions) => PDFKit.PDFDocument>;

export class NoPdf extends Error {}

export const loadPdfkit: LoadPdf = async () => {
  try {
    return (await import('pdfkit')).default;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new NoPdf('a report needs the package pdfkit, which is not installed here: npm install pdfkit');
  }
};

const WORDS = {
  en: {
    title: 'Flex Ready: report of a session',
    notice: 'Written by the stand-in of linky-red on this machine: no certificate.',
    session: 'Session',
    module: 'The emulator plays',
    url: 'Server under test',
    none: 'none',
    from: 'Begun',
    until: 'Report made',
    summary: 'Summary',
    journal: 'Journal (civil time in Paris)',
    passed: 'passed',
    refused: 'refused',
    failed: 'failed',
    empty: 'Nothing was called.',
    by: { client: 'called the emulator', emulator: 'the emulator called' },
  },
  fr: {
    title: 'Flex Ready\u00a0: rapport d’une session',
    notice: 'Écrit par la doublure de linky-red sur cette machine\u00a0: ce n’est pas un certificat.',
    session: 'Session',
    module: 'L’émulateur joue',
    url: 'Serveur essayé',
    none: 'aucun',
    from: 'Début',
    until: 'Rapport établi',
    summary: 'Bilan',
    journal: 'Journal (heure de Paris)',
    passed: 'conforme',
    refused: 'refusé',
    failed: 'en échec',
    empty: 'Aucun appel.',
    by: { client: 'a appelé l’émulateur', emulator: 'l’émulateur a appelé' },
  },
} as const;

/** @throws NoPdf where the library is not installed */
export async function reportOf(session: FlexSession, now: number, language: Language, load: LoadPdf): Promise<Buffer> {
  const Document = await load();
  const words = WORDS[language];
  const title = `${words.title} ${session.id}`;
  const pdf = new Document({ size: 'A4', margin: 50, info: { Title: title, CreationDate: new Date(now) } });
  const chunks: Buffer[] = [];
  const ended = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    pdf.on('error', reject);
  });
  const line = (text: string, size = 9, font = 'Helvetica'): void => {
    pdf.font(font).fontSize(size).text(printable(text));
  };
  line(words.title, 18, 'Helvetica-Bold');
  line(words.notice);
  pdf.moveDown();
  const facts = [
    [words.session, session.id],
    [words.module, session.module],
    [words.url, session.url ?? words.none],
    [words.from, localText(session.createdAt)],
    [words.until, localText(now)],
  ];
  for (const [name, value] of facts) line(`${String(name)}: ${String(value)}`, 10);
  pdf.moveDown();
  line(words.summary, 13, 'Helvetica-Bold');
  for (const verdict of ['passed', 'refused', 'failed'] as const)
    line(`${words[verdict]}: ${String(session.journal.filter((entry) => entry.verdict === verdict).length)}`, 10);
  pdf.moveDown();
  line(words.journal, 13, 'Helvetica-Bold');
  if (session.journal.length === 0) line(words.empty);
  for (const entry of session.journal) for (const text of linesOf(entry, words)) line(text);
  pdf.end();
  return await ended;
}

function linesOf(
  { at, call, by, where, status, verdict, findings }: JournalEntry,
  words: (typeof WORDS)[Language],
): string[] {
  const head = `${localText(at)}  ${call}  ${status === null ? '-' : String(status)}  ${words[verdict]}`;
  return [head, `    ${words.by[by]}: ${where}`, ...findings.map((finding) => `    ${finding}`)];
}

/** The fonts that every PDF has know the letters of Windows-1252 alone; of others they print something else. */
function printable(text: string): string {
  return text.replace(/[\u00a0\u202f\u2009]/g, ' ').replace(/[^\n\x20-\x7e\xa1-\xff€’“”–—…œŒ]/g, '?');
}
