import type { Facts } from '../../gallery/facts.ts';
import type { Gallery } from '../../gallery/gallery.ts';

/** A gallery that tells when a reference comes, changes or goes; sightings come and go all the time. */
export function countReferences(gallery: Gallery, onChange: () => void): Gallery {
  const tell = ({ purpose }: Facts) => {
    if (purpose === 'reference') onChange();
  };
  return {
    get length() {
      return gallery.length;
    },
    get size() {
      return gallery.size;
    },
    get bytes() {
      return gallery.bytes;
    },
    add(id, vector, facts) {
      gallery.add(id, vector, facts);
      tell(facts);
    },
    addCode(id, code, facts) {
      gallery.addCode(id, code, facts);
      tell(facts);
    },
    describe(id, facts) {
      tell(facts);
      return gallery.describe(id, facts);
    },
    remove(id) {
      // Whose it was is not known any more; one count too many does no harm.
      onChange();
      return gallery.remove(id);
    },
    has: gallery.has,
    vectorOf: gallery.vectorOf,
    search: gallery.search,
    reserve: gallery.reserve,
    enter: gallery.enter,
    release: gallery.release,
    close: gallery.close,
  };
}
