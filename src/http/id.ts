/**
 * What an id in the path of a page looks like: `/cases/:id${ID}`. All else finds no page, before anything is asked of
 * the database.
 */
export const ID = '{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}}';
