import { expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../config.ts';
import type { Platform } from '../../platform.ts';
import { apiDocument } from './v1.ts';

const Schema = z.looseObject({});
const Operation = z.looseObject({
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  summary: z.string().min(5),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).min(1),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header']) })).default([]),
  responses: z
    .looseObject({
      default: z.object({ description: z.string(), content: z.object({ 'application/problem+json': Schema }) }),
    })
    .refine((responses) => Object.keys(responses).some((status) => /^2\d\d$/.test(status)), 'says what it answers'),
});
const Document = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), Schema), securitySchemes: z.record(z.string(), Schema) }),
});

const json = apiDocument({ config: readConfig({}) } as Platform);
const document = Document.parse(json);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.values(methods).map((operation) => ({ path, ...operation })),
);

it('no two operations have one id', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

it('the words of each path are described, and no others', () => {
  for (const { path, parameters } of operations) {
    const described = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
    const written = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect([path, ...described.toSorted()]).toEqual([path, ...written.toSorted()]);
  }
});

it('every reference leads somewhere, and every shared schema is used', () => {
  const text = JSON.stringify(json);
  const used = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
  expect([...used].sort()).toEqual(Object.keys(document.components.schemas).sort());
  const schemes = new Set(operations.flatMap(({ security }) => security.flatMap((each) => Object.keys(each))));
  expect([...schemes].sort()).toEqual(Object.keys(document.components.securitySchemes).sort());
});
