import { isDeepStrictEqual } from 'node:util';
import type { Scope } from '../../core/actor.ts';

type Json = null | boolean | number | string | Json[] | JsonObject;
interface JsonObject {
  [name: string]: Json;
}

/** What a program may call with a key, and with which scope; the test of authorisation compares it with the server. */
export const SCOPE_OF: Readonly<Record<string, Scope>> = {
  'POST /sightings': 'sightings:write',
  'GET /sightings': 'sightings:read',
  'GET /sightings/{id}': 'sightings:read',
  'GET /sightings/track/{trackingCode}': 'sightings:write',
  'POST /sightings/track/{trackingCode}/additions': 'sightings:write',
  'DELETE /sightings/track/{trackingCode}/contact': 'sightings:write',
  'GET /sightings/track/{trackingCode}/faces': 'sightings:write',
  'GET /sightings/track/{trackingCode}/faces/{faceId}': 'sightings:write',
  'POST /sightings/track/{trackingCode}/choose': 'sightings:write',
  'POST /cases': 'cases:write',
  'GET /cases': 'cases:read',
  'GET /cases/count': 'cases:read',
  'GET /cases/{id}': 'cases:read',
  'PATCH /cases/{id}': 'cases:write',
  'GET /cases/{id}/history': 'cases:read',
  'POST /cases/{id}/open': 'cases:write',
  'POST /cases/{id}/resolve': 'cases:write',
  'POST /cases/{id}/withdraw': 'cases:write',
  'GET /cases/{id}/certificates': 'cases:read',
  'GET /cases/{id}/relatives': 'cases:read',
  'GET /cases/{id}/candidates': 'candidates:read',
  'GET /sightings/{id}/candidates': 'candidates:read',
  'POST /cases/{id}/photos': 'photos:write',
  'GET /cases/{id}/photos': 'photos:read',
  'GET /photos/{id}': 'photos:read',
  'PATCH /photos/{id}': 'photos:write',
  'DELETE /photos/{id}': 'photos:write',
  'PUT /photos/{id}/chosen-face': 'photos:write',
  'GET /photos/{id}/display': 'photos:read',
  'GET /faces/{id}/crop': 'photos:read',
};

/** What anybody may call, without an account or a key. */
export const OPEN_ROUTES: ReadonlySet<string> = new Set([
  'POST /invitations/look',
  'POST /invitations/accept',
  'GET /push/key',
  'GET /proof-of-work',
  'GET /emergency-numbers',
  'GET /emergency-numbers/{country}',
  'POST /sightings/inspect-photo',
  ...Object.keys(SCOPE_OF).filter((route) => route === 'POST /sightings' || route.includes('/track/')),
]);

/** Schemas that several routes share, small ones first: what the answer of a route is, or the items of its list. */
const NAMED: readonly (readonly [name: string, route: string])[] = [
  ['Version', 'POST /cases/{id}/take-over'],
  ['Consequences', 'PUT /cases/{id}/publicity'],
  ['StateChange', 'POST /cases/{id}/open'],
  ['EmergencyNumbers', 'GET /emergency-numbers/{country}'],
  ['Relative', 'POST /cases/{id}/relatives'],
  ['Note', 'GET /cases/{id}/notes'],
  ['CaseListItem', 'GET /cases'],
  ['Duplicate', 'POST /duplicates/{id}/decision'],
  ['Photo', 'GET /photos/{id}'],
  ['Sighting', 'GET /sightings/{id}'],
  ['Report', 'GET /sightings/track/{trackingCode}'],
  ['Candidate', 'GET /cases/{id}/candidates'],
  ['ReviewSession', 'GET /reviews/{id}'],
  ['WatchSource', 'GET /watch/sources/{id}'],
  ['WatchOrder', 'GET /watch/orders/{id}'],
  ['MatchSummary', 'GET /matches'],
  ['Match', 'GET /matches/{id}'],
];

const EXAMPLES: Readonly<Record<string, JsonObject>> = {
  'POST /cases': {
    childName: 'Asha Rao',
    sex: 'female',
    birthDate: '2017-04-02',
    country: 'IN',
    lastPlace: 'Secunderabad station',
    lastSeenAt: '2026-05-20T15:00:00Z',
    legalBasis: 'consent',
    consentBy: 'Mother, legal guardian',
    consentAt: '2026-05-21T09:00:00Z',
  },
  'POST /cases/{id}/open': { noPhotoYet: false },
  'POST /keys': { name: 'Import of cases', scopes: ['cases:read', 'cases:write', 'photos:write'], expiresInDays: 365 },
  'POST /webhooks': { url: 'https://agency.example/homeward', events: ['candidate-alert', 'match-verified'] },
};

const SECURITY_SCHEMES = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'homeward.session_token',
    description:
      'Cookie of a person who is signed in; over https its name begins with `__Secure-`. Writes also need an Origin of Homeward’s own pages.',
  },
  key: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'hw_…',
    description: 'API key of an agency’s program. The scope that a route needs stands with it.',
  },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A word of your own, new for each thing to be done: sent twice, it is done once.',
  schema: { type: 'string', maxLength: 200 },
};

/** What the routes do not say of themselves: ids of operations, who may call, names of shared schemas, examples. */
export function completeDocument<Document extends object>(generated: Document): Document {
  const document = JSON.parse(JSON.stringify(generated));
  for (const [path, operations] of Object.entries(objectIn(document, 'paths')))
    for (const [method, operation] of Object.entries(operations as JsonObject))
      completeOperation(`${method.toUpperCase()} ${path}`, operation as JsonObject);
  const components = objectIn(document, 'components');
  components.securitySchemes = SECURITY_SCHEMES;
  const schemas = objectIn(components, 'schemas');
  for (const [name, route] of NAMED) {
    const schema = answerOf(document, route);
    document.paths = withReferences(document.paths ?? null, schema, name);
    schemas[name] = schema;
  }
  return document;
}

function completeOperation(route: string, operation: JsonObject): void {
  operation.operationId = operationId(route);
  const key = SCOPE_OF[route] ? [{ key: [SCOPE_OF[route]] }] : [];
  operation.security = [...(OPEN_ROUTES.has(route) ? [{}] : []), { session: [] }, ...key];
  if (route.startsWith('POST ') && !OPEN_ROUTES.has(route))
    operation.parameters = [...((operation.parameters ?? []) as Json[]), IDEMPOTENCY_KEY];
  const example = EXAMPLES[route];
  if (example) objectIn(objectIn(objectIn(operation, 'requestBody'), 'content'), 'application/json').example = example;
}

/** `GET /cases/{id}/photos` → `getCasesIdPhotos` */
function operationId(route: string): string {
  const [method = '', path = ''] = route.split(' ');
  const words = path.split(/[^A-Za-z]+/).filter(Boolean);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** The schema of what a route answers, or of the items where it is a list. */
function answerOf(document: JsonObject, route: string): JsonObject {
  const [method = '', path = ''] = route.split(' ');
  const operation = objectIn(objectIn(objectIn(document, 'paths'), path), method.toLowerCase());
  const [answer] = Object.values(objectIn(operation, 'responses')) as JsonObject[];
  const schema = objectIn(objectIn(objectIn(answer ?? {}, 'content'), 'application/json'), 'schema');
  const { items } = (schema.properties ?? {}) as JsonObject;
  return items ? objectIn(items as JsonObject, 'items') : schema;
}

function withReferences(json: Json, schema: JsonObject, name: string): Json {
  if (json === null || typeof json !== 'object') return json;
  if (isDeepStrictEqual(json, schema)) return { $ref: `#/components/schemas/${name}` };
  if (Array.isArray(json)) return json.map((each) => withReferences(each, schema, name));
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, withReferences(value, schema, name)]));
}

function objectIn(object: JsonObject, name: string): JsonObject {
  const found = object[name];
  if (found === null || typeof found !== 'object' || Array.isArray(found))
    throw new RangeError(`the document has no object ${name}`);
  return found;
}
