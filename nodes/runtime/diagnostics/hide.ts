// What must not leave a report that is pasted where everybody reads it.

/** A meter or a delivery point: 10 to 15 digits, also behind a letter or an underline. */
const NUMBER = /(?<!\d)\d{10,15}(?!\d)/g;
/** The same in the groups in which it stands on a bill. */
const SPACED_NUMBER = /(?<!\d)\d{2,4}(?:[ -]\d{2,4}){3,6}(?!\d)/g;
/** User and password in an address, also in one that somebody typed without its http://. */
const IN_URL = /(\/\/)[^\s@`]+@/g;
const IN_ADDRESS = /[^\s/`"'(,]+:[^\s/@`]*@/g;
/** What stands behind an address is for whoever is called. */
const QUERY = /(https?:\/\/[^\s?`]*)\?[^\s`]*/g;
/** What is as long and as mixed as tokens are; names of ports have hyphens and underlines between shorter parts. */
const TOKEN = /(?<![A-Za-z0-9+])(?=[A-Za-z0-9+]*\d)(?=[A-Za-z0-9+]*[A-Za-z])[A-Za-z0-9+]{24,}={0,2}/g;
/** Secrets that are this short are words. */
const SHORTEST_SECRET = 3;

/**
 * @param secrets what stands in credentials: gone wherever it comes up
 * @returns the text with meter numbers as first 2 and last 4 digits, without secrets, tokens, users and passwords in addresses
 */
export function withoutSecrets(text: string, secrets: Iterable<string>): string {
  const longestFirst = [...new Set(secrets)]
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  const bare = longestFirst.reduce((left, secret) => left.replaceAll(secret, '***'), text);
  return bare
    .replace(IN_URL, '$1***@')
    .replace(IN_ADDRESS, '***@')
    .replace(QUERY, '$1?…')
    .replace(TOKEN, '***')
    .replace(NUMBER, masked)
    .replace(SPACED_NUMBER, (found) => {
      const digits = found.replace(/\D/g, '');
      return digits.length >= 10 && digits.length <= 15 ? masked(digits) : found;
    });
}

function masked(digits: string): string {
  return `${digits.slice(0, 2)}…${digits.slice(-4)}`;
}
