import type { ClosedSetResult } from '../result.ts';
import { count, percent, percentInterval } from './format.ts';

/** The seed paper's protocol, the best first. */
export function ClosedSetSection({ results }: { results: readonly ClosedSetResult[] }) {
  const [first] = results;
  return (
    <section>
      <h2>Closed set: everybody is known</h2>
      <p>
        The protocol of Chandran and others (2018): all photos of a person count alike, four fifths of them are enrolled
        or trained on, and each of the others is given to the person with the highest score. It flatters: in life most
        faces belong to nobody in the gallery. For decisions read the tables above.
      </p>
      {first ? (
        <div class="scroll">
          <table>
            <caption>
              {count(first.identities)} people, {count(first.splits)} splits with {count(first.trainingPhotos)} photos
              to train on each, {count(first.tests)} tests in all. 95 % interval of the mean after Nadeau and Bengio
              (2003), for splits share photos.
            </caption>
            <thead>
              <tr>
                <th scope="col">Method</th>
                <th scope="col">Right, %</th>
                <th scope="col">95 % interval</th>
              </tr>
            </thead>
            <tbody>
              {results
                .toSorted((one, other) => other.accuracy - one.accuracy)
                .map(({ name, accuracy, interval }) => (
                  <tr>
                    <th scope="row">{name}</th>
                    <td>{percent(accuracy)}</td>
                    <td>{percentInterval(interval) || '–'}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      ) : (
        <p>Fewer than two people have two photos: nothing to measure.</p>
      )}
    </section>
  );
}
