/** What is used of libsvm-js, which has no types of its own. */
declare module 'libsvm-js/asm.js' {
  /** Options as libsvm's command line: type 0 = C-SVC; kernel 4 = precomputed. */
  interface Options {
    readonly type: '0';
    readonly kernel: '4';
    readonly cost: number;
    readonly cacheSize: number;
    readonly quiet: true;
  }
  class SVM {
    constructor(options: Options);
    /** @param samples each the sample's number from 1, then its kernel values with all samples */
    train(samples: ArrayLike<number>[], labels: number[]): void;
    predictOne(sample: ArrayLike<number>): number;
    /** The text of libsvm's model file. */
    serializeModel(): string;
    free(): void;
  }

  export default SVM;
}
