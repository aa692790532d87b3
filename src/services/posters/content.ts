/** Everything that is said on a poster, in its language. */
export interface PosterContent {
  /** BCP 47 */
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  /** «Missing» */
  readonly title: string;
  /** The first name. */
  readonly name: string;
  /** Age now. */
  readonly age: string | null;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly todo: string;
  readonly steps: readonly string[];
  readonly numbers: readonly { readonly number: string; readonly what: string }[];
  readonly scan: string;
  /** What the code opens. */
  readonly url: string;
  readonly footer: string;
  /** What the photo shows, for whoever does not see it. */
  readonly photoWords: string;
  readonly noPhoto: string;
}
