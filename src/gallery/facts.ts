/** What decides who may find a face. */
export interface Facts {
  /** Whose face it is: the id of a case or of a sighting. A search can ask for owners instead of faces. */
  readonly owner: string;
  readonly purpose: 'reference' | 'sighting';
  /** Id of the owning agency; null when there is none, as for a sighting. */
  readonly agency: string | null;
  /** Whether it may be found at all now: the case is open and lawful, the sighting is not spam. */
  readonly isSearchable: boolean;
  readonly isProtected: boolean;
}
