import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Config } from '../../config.ts';

/** What is said of documents means nothing of scripts, styles and fonts, and weighs more than some. */
const OWN_FILE = /^\/(assets\/.+|favicon\.svg)$/;

/** Nothing may be framed, sniffed, cached by others or loaded from elsewhere. */
export function securityHeaders(config: Pick<Config, 'mapTiles'>): MiddlewareHandler {
  const [forFiles, forDocuments] = [ofFiles(), ofDocuments(config)];
  return async (c, next) => {
    await next();
    const isFile = c.res.ok && OWN_FILE.test(c.req.path);
    await (isFile ? forFiles : forDocuments)(c, async () => {});
  };
}

const ofFiles = () =>
  secureHeaders({
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    referrerPolicy: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xFrameOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });

const ofDocuments = ({ mapTiles }: Pick<Config, 'mapTiles'>) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      // Photos that somebody has chosen, before they are sent.
      imgSrc: ["'self'", 'blob:', 'data:', ...(mapTiles ? [new URL(mapTiles.url).origin] : [])],
      mediaSrc: ["'self'", 'blob:'],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      objectSrc: ["'none'"],
    },
    xFrameOptions: 'DENY',
    // Other sites learn nothing; without one, browsers would not say to our own forms where they come from.
    referrerPolicy: 'same-origin',
    permissionsPolicy: { camera: ['self'], geolocation: ['self'], microphone: [] },
  });
