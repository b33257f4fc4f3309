/** How rows are read: what a user chooses. */
export interface Reading {
  /** Columns in Wh get one in W beside them, by the step that is measured. */
  readonly watts: boolean;
  /** Wide tables (a column a year) become long. */
  readonly unpivot: boolean;
  /** Whether a time is where its slot starts or where it ends (nobody could verify it): what ends goes back by the step. */
  readonly timeIs: 'start' | 'end';
}
