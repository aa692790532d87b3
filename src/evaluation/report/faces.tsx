import type { ShownError, ShownErrors, ShownFace } from '../faces.ts';

/** The worst searches in pictures. The only part of a report that shows anybody; see `--show-faces`. */
export function WorstErrorsSection({ errors: { falseAlarms, misses }, lead }: { errors: ShownErrors; lead: string }) {
  return (
    <section>
      <h2>The worst errors of {lead}</h2>
      <p>
        Look for what they share: a wrong folder, a wrong face, a photo too poor to use, a brother or sister. One search
        a person.
      </p>
      <h3>Strangers who came up highest</h3>
      <Gallery errors={falseAlarms} none="There was no search for a stranger." />
      <h3>Right people farthest down the list</h3>
      <Gallery errors={misses} none="Everybody with a template came first." />
    </section>
  );
}

function Gallery({ errors, none }: { errors: readonly ShownError[]; none: string }) {
  if (errors.length === 0) return <p class="soft">{none}</p>;
  return (
    <div class="errors">
      {errors.map(({ probe, first, mate }) => (
        <article>
          <Picture face={probe} what="Searched with" />
          {mate && <Picture face={mate} what={`The right person, at rank ${mate.rank}`} />}
          <Picture face={first} what="First candidate" />
        </article>
      ))}
    </div>
  );
}

function Picture({ face: { name, ageYears, thumbnail }, what }: { face: ShownFace; what: string }) {
  const age = ageYears === null ? '' : `, age ${Math.floor(ageYears)}`;
  return (
    <figure>
      {thumbnail ? (
        <img
          src={`data:image/jpeg;base64,${Buffer.from(thumbnail).toString('base64')}`}
          alt={`${what}: ${name}`}
          width="112"
          height="112"
        />
      ) : (
        <div class="no-picture">no picture</div>
      )}
      <figcaption>
        {what}
        <span>
          {name}
          {age}
        </span>
      </figcaption>
    </figure>
  );
}
