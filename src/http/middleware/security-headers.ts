import { secureHeaders } from 'hono/secure-headers';
import type { Config } from '../../config.ts';

/** Nothing may be framed, sniffed, cached by others or loaded from elsewhere. */
export const securityHeaders = ({ mapTiles }: Pick<Config, 'mapTiles'>) =>
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
