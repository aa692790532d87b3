-- A photo is a reference (of a case), part of a sighting, or the probe of an ad-hoc search.
create table photo (
  id uuid primary key default gen_random_uuid(),
  purpose text not null check (purpose in ('reference', 'sighting', 'probe')),
  case_id uuid references case_file on delete cascade,
  sighting_id uuid references sighting on delete cascade,
  search_id uuid, -- see search_run
  original_id uuid references blob, -- as received; null once purged
  display_id uuid references blob, -- upright, without EXIF
  sha256 bytea not null, -- of the original
  media_type text not null,
  bytes bigint not null,
  width integer,
  height integer,
  captured_on text, -- YYYY, YYYY-MM or YYYY-MM-DD, as a person says or the camera wrote
  captured_by text check (captured_by in ('person', 'camera')), -- who says so
  age_years numeric(4, 1), -- of the child in it, where a person gave the age instead of a date
  exif jsonb, -- {capturedAt?, latitude?, longitude?, camera?}: evidence
  state text not null default 'waiting' check (state in ('waiting', 'analysed', 'refused')),
  refusal text, -- why, in words for the uploader
  warnings text[] not null default '{}',
  chosen_by text check (chosen_by in ('person', 'only-face')), -- how the face that counts was chosen
  uploaded_by uuid references account,
  created_at timestamptz not null default now(),
  check ((purpose = 'reference') = (case_id is not null)),
  check ((purpose = 'sighting') = (sighting_id is not null))
);
create index on photo (case_id);
create index on photo (sighting_id);

create table face (
  id uuid primary key default gen_random_uuid(),
  photo_id uuid not null references photo on delete cascade,
  position integer not null, -- 0 is the largest and best
  box jsonb not null, -- {left, top, width, height} in pixels of the upright photo
  landmarks jsonb not null,
  score double precision not null,
  quality double precision not null, -- 0 … 100
  components jsonb not null,
  reasons text[] not null,
  is_chosen boolean not null default false, -- the face that is meant; of several a person must choose
  crop_id uuid references blob, -- small aligned picture for review
  created_at timestamptz not null default now(),
  unique (photo_id, position)
);

-- [Note: changed templates] The search index of each process follows templates by the transaction that wrote them last.
-- It keeps the oldest transaction that was still running when it read, and next time reads what that one or a later one
-- wrote: numbers from a sequence would not do, because a lower one may be committed after a higher one was read.
create table face_template (
  id bigint generated always as identity primary key,
  face_id uuid not null references face on delete cascade,
  model text not null,
  version text not null,
  key_id uuid not null references data_key,
  sealed bytea not null, -- see src/gallery/sealed.ts
  created_at timestamptz not null default now(),
  changed_in xid8 not null default pg_current_xact_id(),
  unique (face_id, model, version)
);
create index on face_template (changed_in);

create table template_gone (
  template_id bigint primary key,
  face_id uuid not null,
  model text not null,
  version text not null,
  changed_in xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now()
);
create index on template_gone (changed_in);

create function template_is_gone() returns trigger language plpgsql as $$
begin
  insert into template_gone (template_id, face_id, model, version)
    values (old.id, old.face_id, old.model, old.version) on conflict do nothing;
  perform pg_notify('templates', '');
  return old;
end $$;
create trigger template_is_gone after delete on face_template for each row execute function template_is_gone();

create function template_changes() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end $$;
create trigger template_changes before update on face_template for each row execute function template_changes();

create function templates_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('templates', '');
  return null;
end $$;
create trigger templates_changed after insert or update on face_template
  for each statement execute function templates_changed();

-- Which face may be found changes with its case (open, with a legal basis, in which agency), with its sighting (spam or
-- not) and with the choice between several faces of a photo.
create function case_touches_templates() returns trigger language plpgsql as $$
begin
  update face_template set changed_in = pg_current_xact_id()
    where face_id in (select face.id from face join photo on photo.id = face.photo_id where photo.case_id = new.id);
  return null;
end $$;
create trigger case_touches_templates
  after update of state, legal_basis, agency_id, is_protected, birth_date, sex on case_file
  for each row execute function case_touches_templates();

create function sighting_touches_templates() returns trigger language plpgsql as $$
begin
  update face_template set changed_in = pg_current_xact_id()
    where face_id in (select face.id from face join photo on photo.id = face.photo_id where photo.sighting_id = new.id);
  return null;
end $$;
create trigger sighting_touches_templates after update of state on sighting
  for each row when (old.state is distinct from new.state) execute function sighting_touches_templates();

create function choice_touches_templates() returns trigger language plpgsql as $$
begin
  update face_template set changed_in = pg_current_xact_id() where face_id = new.id;
  return null;
end $$;
create trigger choice_touches_templates after update of is_chosen on face
  for each row execute function choice_touches_templates();

-- How old the child is in a photo counts in the comparison.
create function photo_touches_templates() returns trigger language plpgsql as $$
begin
  update face_template set changed_in = pg_current_xact_id()
    where face_id in (select face.id from face where face.photo_id = new.id);
  return null;
end $$;
create trigger photo_touches_templates after update of captured_on, age_years on photo
  for each row when ((old.captured_on, old.age_years) is distinct from (new.captured_on, new.age_years))
  execute function photo_touches_templates();
