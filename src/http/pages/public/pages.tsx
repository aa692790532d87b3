import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import { listPublicCasesFor, openPublicPicture, viewPublicCase } from '../../../services/cases/public.ts';
import { emergencyNumbers, listEmergencyNumbers } from '../../../services/sightings/emergency-numbers.ts';
import { likelyCountry } from '../../country.ts';
import type { Env } from '../../env.ts';
import { ID } from '../../id.ts';
import { pictureResponse } from '../../images.ts';
import { rateLimit } from '../../middleware/rate-limit.ts';
import { renderPage } from '../../page.tsx';
import { Accessibility } from './accessibility.tsx';
import { Child } from './child.tsx';
import { Children } from './children.tsx';
import { Emergency } from './emergency.tsx';
import { robotsTxt, securityTxt } from './for-programs.ts';
import { Home } from './home.tsx';
import { Missing } from './missing.tsx';
import { Privacy } from './privacy.tsx';

/** What everybody sees who comes to Homeward. */
export function publicPages(app: Platform): Hono<Env> {
  const numbersFor = (c: Context<Env>) => emergencyNumbers(app, likelyCountry(app, c));
  return new Hono<Env>()
    .route('/', childPages(app, numbersFor))
    .get('/', async (c) => renderPage(c, <Home numbers={await numbersFor(c)} all={await listEmergencyNumbers(app)} />))
    .get('/emergency', async (c) =>
      renderPage(c, <Emergency numbers={await numbersFor(c)} all={await listEmergencyNumbers(app)} />),
    )
    .get('/missing', async (c) => renderPage(c, <Missing numbers={await numbersFor(c)} />))
    .get('/privacy', (c) => renderPage(c, <Privacy config={app.config} />))
    .get('/safeguards', (c) => c.redirect('/privacy#safeguards', 301))
    .get('/accessibility', (c) => renderPage(c, <Accessibility contact={app.config.securityContact} />))
    .get('/robots.txt', (c) => c.text(robotsTxt()))
    .get('/.well-known/security.txt', (c) => c.text(securityTxt(app)));
}

/** Whoever reads all of them with a program is slowed down; a network may be a whole town. */
const PAGES = { name: 'public-cases', requests: 600, seconds: 3600 };
const PICTURES = { name: 'public-pictures', requests: 6000, seconds: 3600 };

/** A picture that is turned off must not live on in caches. */
const PICTURE_SECONDS = 300;

function childPages(app: Platform, numbersFor: (c: Context<Env>) => ReturnType<typeof emergencyNumbers>): Hono<Env> {
  return new Hono<Env>()
    .get('/children', rateLimit(app, PAGES), async (c) => {
      const after = z
        .uuid()
        .nullable()
        .catch(null)
        .parse(c.req.query('after') ?? null);
      const { items, next } = await listPublicCasesFor(app, c.var.actor, after);
      return renderPage(c, <Children items={items} next={next} isFirst={after === null} />);
    })
    .get(`/children/:id${ID}`, rateLimit(app, PAGES), async (c) => {
      const child = await viewPublicCase(app, c.var.actor, c.req.param('id'));
      return renderPage(c, <Child child={child} numbers={await numbersFor(c)} />);
    })
    .get(`/children/:id${ID}/photo`, rateLimit(app, PICTURES), async (c) => {
      return pictureResponse(c, await openPublicPicture(app, c.var.actor, c.req.param('id')), {
        'cache-control': `private, max-age=${PICTURE_SECONDS}`,
        'x-robots-tag': 'noindex, noarchive, noimageindex',
      });
    });
}
