import { parentPort, workerData } from 'node:worker_threads';
import { loadKernel } from './kernel.ts';
import type { ScannerPlace } from './pool.ts';
import { type Scan, scanBlocks } from './shortlist.ts';

// What pool.ts sends; threads of one program need no validation between them.
const place = workerData as ScannerPlace;
const scanner = { ...place, kernel: loadKernel(place.memory) };

parentPort?.on('message', (scan: Scan) => parentPort?.postMessage(scanBlocks(scanner, scan)));
