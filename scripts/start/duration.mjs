// What npm start says before anything else: how long it takes. Figures of a machine with two cores, the first time with a npm
// cache that is empty; needs nothing that would have to be installed.
const SENTENCES = {
  en: 'The demo is there in about ten seconds; the first time, with what has to be installed and built, in about two minutes on two cores.',
  fr: 'La démo est prête en une dizaine de secondes ; la première fois, avec ce qu’il faut installer et compiler, en deux minutes environ sur deux cœurs.',
};

/** Of the machine, as that of the browser mostly is. */
export const language = new Intl.NumberFormat().resolvedOptions().locale.startsWith('fr') ? 'fr' : 'en';

export function sayHowLong() {
  process.stdout.write(`${SENTENCES[language]}\n`);
}
