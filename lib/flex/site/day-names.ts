// Days of the week as people write them in the form, in English and French: 1 Monday … 7 Sunday.
export const DAY_NAMES: Readonly<Record<string, number>> = {
  ...{ mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 },
  ...{ lun: 1, mar: 2, mer: 3, jeu: 4, ven: 5, sam: 6, dim: 7 },
};
