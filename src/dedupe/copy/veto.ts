/** Why two entries are not one copy however alike they look; the code is stored, the sentence is shown. */
export interface Veto {
  readonly code: string;
  readonly text: string;
}
