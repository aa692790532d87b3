import { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '../core/errors.ts';

/** Float32 numbers in row-major order; `shape` multiplies to their count. */
export interface NetworkTensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** A network ready to run. */
export interface NetworkSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Shapes as the file declares them, in the order of the names; a free axis is its name. */
  readonly inputShapes: readonly (readonly (number | string)[])[];
  readonly outputShapes: readonly (readonly (number | string)[])[];
  /** Run once: one tensor for each input name, one for each output name back. */
  run(feeds: Readonly<Record<string, NetworkTensor>>): Promise<Record<string, NetworkTensor>>;
  close(): Promise<void>;
}

/**
 * Open a network of the model store.
 *
 * @param network path of an ONNX file, or its bytes
 * @param options.threads threads inside one run; small networks gain nothing from more than one, so parallel work
 *   is one session a worker instead
 * @throws AppError `unavailable` when onnxruntime cannot read the file
 */
export async function openSession(
  network: string | Uint8Array,
  options: { threads?: number } = {},
): Promise<NetworkSession> {
  const session = await createSession(network, options.threads ?? 1);
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    inputShapes: session.inputMetadata.map(shapeOf),
    outputShapes: session.outputMetadata.map(shapeOf),
    async run(feeds) {
      const tensors = Object.entries(feeds).map(([name, { data, shape }]) => [
        name,
        new Tensor('float32', data, shape),
      ]);
      const results = await session.run(Object.fromEntries(tensors));
      return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, plainTensor(name, tensor)]));
    },
    close: () => session.release(),
  };
}

async function createSession(network: string | Uint8Array, threads: number): Promise<InferenceSession> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  };
  try {
    return typeof network === 'string'
      ? await InferenceSession.create(network, options)
      : await InferenceSession.create(network, options);
  } catch (cause) {
    const name = typeof network === 'string' ? network : 'in memory';
    throw new AppError('unavailable', `The network ${name} cannot be opened. Run «homeward models verify».`, { cause });
  }
}

function shapeOf(value: InferenceSession.ValueMetadata): readonly (number | string)[] {
  return value.isTensor ? value.shape : [];
}

function plainTensor(name: string, tensor: Tensor): NetworkTensor {
  if (!(tensor.data instanceof Float32Array)) throw new RangeError(`output «${name}» is ${tensor.type}, not float32`);
  return { data: tensor.data, shape: tensor.dims };
}
