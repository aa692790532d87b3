import type { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { AppError } from '../../core/errors.ts';
import type { Detection, RgbImage } from '../../core/face.ts';
import type { Pyramid } from '../warp.ts';

/** A Haar cascade, loaded. */
export interface Haar {
  /** Find upright frontal faces; boxes only. */
  detect(photo: Pyramid): Detection[];
  close(): void;
}

/** From one size of face to the next, and how many overlapping finds make a face: OpenCV's own values. */
const SCALE_FACTOR = 1.1;
const NEIGHBOURS = 3;

/** Photos of more pixels are halved: WebAssembly takes about a second for two million. */
const MOST_PIXELS = 2e6;

/** Events that OpenCV's loader listens to, to the harm of the program around it. */
const STRAY_EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

/** Certainty of a find: the last stage's margin, through a logistic curve (margins of faces: 1 … 9). */
const MARGIN_SCALE = 2;

/**
 * Load a Haar cascade into OpenCV's WebAssembly build: the classical detector, for comparison. Fast on small photos,
 * weak on turned heads, dark photos and sunglasses.
 *
 * @param path of OpenCV's XML file
 * @throws AppError `unavailable` when OpenCV cannot read the file
 * @see Viola & Jones (2001), «Rapid object detection using a boosted cascade of simple features», CVPR
 */
export async function openHaar(path: string): Promise<Haar> {
  const { cv } = await loadOpenCv();
  const name = 'cascade.xml';
  cv.FS_createDataFile('/', name, await readFile(path), true, false, false);
  const classifier = new cv.CascadeClassifier();
  const isLoaded = classifier.load(name);
  cv.FS_unlink(`/${name}`);
  if (!isLoaded) {
    classifier.delete();
    throw new AppError('unavailable', `OpenCV cannot read the cascade ${path}. Run «homeward models verify».`);
  }
  return {
    detect: (photo) => detectByCascade(cv, classifier, photo),
    close: () => classifier.delete(),
  };
}

function detectByCascade(cv: OpenCv, classifier: Classifier, photo: Pyramid): Detection[] {
  const { width, height } = photo.image;
  const halvings = Math.max(0, Math.ceil(Math.log2((width * height) / MOST_PIXELS) / 2));
  const image = photo.level(halvings);
  const grey = greyMat(cv, image);
  const [boxes, levels, margins] = [new cv.RectVector(), new cv.IntVector(), new cv.DoubleVector()];
  try {
    const sizes = [new cv.Size(0, 0), new cv.Size(0, 0)];
    classifier.detectMultiScale3(grey, boxes, levels, margins, SCALE_FACTOR, NEIGHBOURS, 0, ...sizes, true);
    const zoom = 2 ** halvings;
    return Array.from({ length: boxes.size() }, (_, index): Detection => {
      const { x, y, width: across, height: down } = boxes.get(index);
      const box = { x: x * zoom, y: y * zoom, width: across * zoom, height: down * zoom };
      return { box, score: 1 / (1 + Math.exp(-margins.get(index) / MARGIN_SCALE)), detectors: ['haar'] };
    }).sort((first, second) => second.score - first.score);
  } finally {
    for (const owned of [grey, boxes, levels, margins]) owned.delete();
  }
}

/** The image as OpenCV's 8-bit grey, its tones spread evenly, as the cascade was trained. */
function greyMat(cv: OpenCv, { data, width, height }: RgbImage): Mat {
  const colour = new cv.Mat(height, width, cv.CV_8UC3);
  const grey = new cv.Mat();
  try {
    colour.data.set(data);
    cv.cvtColor(colour, grey, cv.COLOR_RGB2GRAY);
    cv.equalizeHist(grey, grey);
    return grey;
  } finally {
    colour.delete();
  }
}

/** What is used of OpenCV; everything made lies in WebAssembly's memory until it is deleted. */
interface OpenCv {
  readonly Mat: new (rows?: number, columns?: number, type?: number) => Mat;
  readonly Size: new (width: number, height: number) => unknown;
  readonly CascadeClassifier: new () => Classifier;
  readonly RectVector: new () => Vector<{ x: number; y: number; width: number; height: number }>;
  readonly IntVector: new () => Vector<number>;
  readonly DoubleVector: new () => Vector<number>;
  readonly CV_8UC3: number;
  readonly COLOR_RGB2GRAY: number;
  cvtColor(source: Mat, target: Mat, code: number): void;
  equalizeHist(source: Mat, target: Mat): void;
  FS_createDataFile(folder: string, name: string, bytes: Uint8Array, ...modes: boolean[]): void;
  FS_unlink(path: string): void;
}

interface Owned {
  delete(): void;
}

interface Mat extends Owned {
  readonly data: Uint8Array;
}

interface Vector<T> extends Owned {
  size(): number;
  get(index: number): T;
}

interface Classifier extends Owned {
  load(path: string): boolean;
  detectMultiScale3(image: Mat, boxes: unknown, levels: unknown, margins: unknown, ...settings: unknown[]): void;
}

/**
 * Start OpenCV. It has a method `then` that calls back with itself: given to a promise, it would be waited for without
 * end, so it travels inside an object. It also takes over the process's last-resort events; they are given back.
 */
async function loadOpenCv(): Promise<{ cv: OpenCv }> {
  const giveBack = STRAY_EVENTS.map(keepListeners);
  const module: { Mat?: unknown; onRuntimeInitialized?: () => void } & OpenCv = createRequire(import.meta.url)(
    '@techstark/opencv-js',
  );
  await new Promise<void>((resolve) => {
    if (module.Mat) resolve();
    else module.onRuntimeInitialized = resolve;
  });
  for (const restore of giveBack) restore();
  return { cv: module };
}

/** Remember who listens to an event of the process; the function given back takes off all who came later. */
function keepListeners(event: (typeof STRAY_EVENTS)[number]): () => void {
  const events: EventEmitter = process;
  const before = new Set(events.listeners(event));
  return () => {
    const added = events.listeners(event).filter((listener) => !before.has(listener));
    for (const listener of added.filter(isListener)) events.off(event, listener);
  };
}

function isListener(value: unknown): value is (...parts: unknown[]) => void {
  return typeof value === 'function';
}
