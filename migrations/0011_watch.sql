-- Cameras and films, and the orders under which faces in them may be searched. Without a valid order nothing is.
create table source (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null references agency,
  name text not null,
  kind text not null check (kind in ('stream', 'file', 'camera')),
  key_id uuid references data_key, -- of address and film; null for a browser's camera, and once the source is removed
  sealed_address bytea, -- of a stream: the whole address with user and password, see src/adapters/seal.ts
  host text, -- of a stream: all of the address that anybody is shown
  blob_id uuid references blob, -- of a film
  film_started_at timestamptz, -- when its first picture was taken
  place text not null,
  latitude double precision not null,
  longitude double precision not null,
  heading_degrees double precision, -- where it looks, clockwise from north
  angle_degrees double precision, -- how wide
  range_metres double precision, -- how far faces can be told
  time_zone text not null,
  created_by uuid references account,
  created_at timestamptz not null default now(),
  removed_at timestamptz -- the row stays: sightings and orders name it
);
create index on source (agency_id);
create index on source (blob_id);
create index on source (key_id);

create table watch_order (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null references agency,
  incident text not null, -- case or incident number
  legal_basis text not null check (legal_basis in
    ('consent', 'vital-interest', 'police-power', 'court-order', 'child-protection')),
  purpose text not null,
  scope text not null check (scope in ('cases', 'gallery')),
  authorised_by uuid not null references account,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  stopped_at timestamptz,
  stopped_by uuid references account,
  stop_reason text,
  begin_noted_at timestamptz, -- when the log was told that it began by itself …
  end_noted_at timestamptz, -- … and that it was over
  created_at timestamptz not null default now(),
  check (ends_at > starts_at and ends_at <= starts_at + interval '30 days'),
  check ((stopped_at is null) = (stop_reason is null))
);
create index on watch_order (agency_id, created_at);
create index on watch_order (ends_at) where end_noted_at is null;

create table watch_order_source (
  order_id uuid not null references watch_order on delete cascade,
  source_id uuid not null references source,
  searches integer not null default 0, -- made under the order: a number, and nothing of whom
  position_seconds double precision not null default 0, -- of a film: where to go on
  finished_at timestamptz, -- of a film: it was seen to its end
  primary key (order_id, source_id)
);
create index on watch_order_source (source_id);

create table watch_order_case (
  order_id uuid not null references watch_order on delete cascade,
  case_id uuid not null references case_file on delete cascade,
  primary key (order_id, case_id)
);
create index on watch_order_case (case_id);

-- How a source is doing, overwritten every few seconds by whoever watches it. Nothing of anybody is in it.
create table source_state (
  source_id uuid primary key references source on delete cascade,
  state text not null check (state in ('waiting', 'connecting', 'watching', 'lost', 'refused', 'ended')),
  message text,
  since timestamptz not null,
  lag_milliseconds double precision,
  frames_per_second double precision,
  faces_per_minute double precision,
  width integer,
  height integer,
  position_seconds double precision,
  share_done double precision,
  updated_at timestamptz not null,
  lost_told_at timestamptz, -- people were told that it is lost …
  back_told_at timestamptz -- … and that it is back
);

-- Somebody who was found. Whoever was not leaves no row.
create table watch_hit (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references watch_order on delete cascade,
  source_id uuid not null references source,
  sighting_id uuid not null unique references sighting on delete cascade,
  visit_key text not null, -- the same visit is recorded once
  first_at timestamptz not null,
  last_at timestamptz not null,
  position_seconds double precision, -- of a film
  frames integer not null,
  created_at timestamptz not null default now(),
  unique (order_id, source_id, visit_key)
);
create index on watch_hit (source_id);

-- A removed source, or a film whose time is over: its address, its film and its key.
alter table erasure drop constraint erasure_kind_check;
alter table erasure add constraint erasure_kind_check check (kind in
  ('case-biometrics', 'case-photos', 'case-record', 'photo', 'sighting', 'sighting-content', 'search-probe', 'account',
    'watch-source'));
